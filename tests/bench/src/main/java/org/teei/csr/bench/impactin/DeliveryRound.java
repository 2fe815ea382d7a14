package org.teei.csr.bench.impactin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.teei.csr.bench.chaos.Checker;
import org.teei.csr.bench.chaos.Scenario.Place;
import org.teei.csr.bench.chaos.Scenario.Round;
import org.teei.csr.bench.impactin.Books.Kept;
import org.teei.csr.bench.impactin.DeliveryJudge.Entry;
import org.teei.csr.bench.impactin.DeliveryJudge.Expected;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;

/** Deliveries of some companies under way; a quarter of them is asked for at each stage. */
final class DeliveryRound implements Round {
  private static final String OPEN = "opened";
  private static final String SEND = "call in flight";
  private static final String ASK = "question in flight";
  private static final String ARRIVE = "arriving";

  /** What a kill has cut off is waited for a minute: meanwhile there is more to be struck. */
  static final List<String> STAGES = List.of(SEND, OPEN, ASK, ARRIVE);

  private static final List<String> ASKABLE = List.of("benevity", "goodera");

  /** Where a fault strikes if what it waited for was not to be seen. */
  private static final String ELSEWHERE = "elsewhere";

  private static final Duration SOON = Duration.ofSeconds(12);
  private static final Duration ENOUGH = Duration.ofMinutes(10);

  /** What a platform that can be asked does not answer is asked about at once. */
  private static final String SILENCE =
      "{\"kind\":\"reset-after-commit\",\"times\":2,\"platform\":\"%s\"}";

  /** Long enough to be met, short enough for a platform's client to wait for. */
  private static final String DRIP =
      "{\"kind\":\"slow-drip\",\"pauseMillis\":60,\"times\":3,\"on\":\"%s\"}";

  private final LocalStack stack;
  private final SimulatedPlatforms platforms;
  private final Books books;
  private final List<Asked> waiting;
  private final List<Company> companies;
  private final List<Expected> expected;
  private final String temporal;
  private final int quarter;

  /** A schedule whose past months are delivered. */
  record Asked(Company company, String platform, String schedule) {
    boolean askable() {
      return ASKABLE.contains(platform);
    }
  }

  DeliveryRound(
      LocalStack stack,
      SimulatedPlatforms platforms,
      Books books,
      List<Asked> all,
      List<Expected> expected) {
    this.stack = stack;
    this.platforms = platforms;
    this.books = books;
    this.waiting = new ArrayList<>(all);
    this.companies =
        all.stream()
            .map(Asked::company)
            .distinct()
            .sorted(Comparator.comparing(Company::id))
            .toList();
    this.expected = expected;
    this.temporal = stack.status().path("temporal").asText();
    this.quarter = Math.ceilDiv(all.size(), STAGES.size());
    // In a small round this is the one that is left for questions.
    Asked question = all.stream().filter(Asked::askable).findFirst().orElseThrow();
    Collections.swap(waiting, 0, waiting.indexOf(question));
  }

  @Override
  public Place reach(String stage, double way) throws Exception {
    boolean reached =
        switch (stage) {
          case OPEN -> {
            ask(quarter);
            long wanted = 1 + (long) (way * quarter * DeliveryScenario.MONTHS / 2);
            yield soon(() -> count("count(payload_sha256)") >= wanted);
          }
          case SEND -> {
            platforms.fault(DRIP.formatted("submit"));
            ask(quarter);
            yield soon(() -> inFlight("send"));
          }
          case ASK -> {
            platforms.fault(DRIP.formatted("ask"));
            ASKABLE.forEach(platform -> platforms.fault(SILENCE.formatted(platform)));
            ask(quarter);
            yield soon(() -> inFlight("ask"));
          }
          default -> {
            ask(waiting.size());
            long before = count("count(delivered_at)");
            long wanted = before + (long) (way * (expected.size() - before) / 2);
            yield soon(() -> count("count(delivered_at)") >= wanted);
          }
        };
    Place place = place();
    return new Place(reached ? stage : ELSEWHERE, place.done(), place.waits());
  }

  private static boolean soon(Callable<Boolean> seen) {
    try {
      await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(seen);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private boolean inFlight(String kind) throws SQLException {
    return books.number(
            """
            select count(*) from csr.impact_delivery_attempts
            where kind = '%s' and ended_at is null and started_at < now() - interval '200 milliseconds' and tenant_id = any(?)
            """
                .formatted(kind))
        > 0;
  }

  private long count(String what) throws SQLException {
    return books.number(
        "select %s from csr.impact_deliveries where tenant_id = any(?)".formatted(what));
  }

  /** Asks for the past months, and has the Schedule fire for the last of them. */
  private void ask(int count) {
    for (int i = 0; i < count && !waiting.isEmpty(); i++) {
      Asked asked = waiting.removeLast();
      try (var schedule = TemporalSchedule.of(temporal, asked.company().id(), asked.schedule())) {
        schedule.fire();
      }
      backfill(asked);
    }
  }

  /** Asks again, under the same key, until there is an answer. */
  private static void backfill(Asked asked) {
    String key = UUID.randomUUID().toString();
    var body =
        "{\"from\":\"%s\",\"until\":\"%s\",\"dryRun\":false}"
            .formatted(
                DeliveryScenario.months().getLast().atDay(1),
                DeliveryScenario.last().plusMonths(1).atDay(1));
    await()
        .atMost(ENOUGH)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(
            () ->
                asked
                    .company()
                    .keyed("/v1/impact-in/schedules/" + asked.schedule() + "/backfill", body, key)
                    .status(),
            status -> status == 202);
  }

  @Override
  public Place place() throws SQLException {
    long done =
        count(
                "count(*) + count(payload_sha256) + coalesce(sum(attempts), 0) + count(delivered_at) + count(finished_at)")
            + books.number(
                "select count(*) + count(ended_at) from csr.impact_delivery_attempts where tenant_id = any(?)");
    long moving = count("count(*) filter (where delivered_at is null and status <> 'parked')");
    return new Place(ARRIVE, done, moving == 0);
  }

  @Override
  public void finish() {
    ask(waiting.size());
    platforms.noFaults();
    ImportsClient operator = stack.as("platform", "operator");
    await()
        .atMost(ENOUGH)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(() -> {
          closed(operator);
          companies.forEach(DeliveryRound::retryWhatParked);
          List<Kept> kept = books.deliveries();
          return kept.size() >= expected.size()
              && kept.stream().allMatch(each -> each.arrived() || each.unclear());
        });
  }

  /** A circuit that opened would keep deliveries waiting for a minute. */
  private static void closed(ImportsClient operator) {
    for (JsonNode circuit : operator.get("/v1/operations/circuits").json().path("circuits")) {
      if (!circuit.path("state").asText().equals("closed")) {
        operator.put(
            "/v1/operations/circuits/%s/%s"
                .formatted(circuit.path("platform").asText(), circuit.path("host").asText()),
            "{\"state\":\"closed\",\"reason\":\"The platforms are back\"}");
      }
    }
  }

  private static void retryWhatParked(Company company) {
    company.waiting().stream()
        .filter(step -> !step.path("failureType").asText().equals("impactin/outcome-unknown"))
        .forEach(step -> company.resolve(step, "RETRY"));
  }

  @Override
  public Checker checker() {
    return () -> {
      List<Kept> kept = new ArrayList<>();
      for (Kept each : books.deliveries()) {
        kept.add(
            new Kept(
                each.company(),
                each.platform(),
                each.from(),
                each.id(),
                each.status(),
                each.reason(),
                sha256(company(each.company()).payload(each.id()).body()),
                each.deliveredAt()));
      }
      List<Entry> ledger =
          Stream.of("benevity", "goodera", "workday")
              .flatMap(platform -> platforms.accepted(platform).stream())
              .map(Entry::of)
              .filter(entry -> books.companies().contains(entry.company()))
              .toList();
      return new DeliveryJudge(expected, kept, ledger).findings();
    };
  }

  private Company company(String id) {
    return companies.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
