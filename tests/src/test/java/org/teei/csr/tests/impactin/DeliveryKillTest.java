package org.teei.csr.tests.impactin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.impactin.Company;
import org.teei.csr.bench.impactin.SimulatedPlatforms;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;

/**
 * Each period of each company arrives once, whatever fails: platforms that fail at random, and
 * worker and API killed again and again. Only what a platform without idempotency keys may have
 * taken is left to a person.
 */
class DeliveryKillTest {
  private static final int COMPANIES = 3;
  private static final int MONTHS = 4;
  private static final List<String> PLATFORMS = List.of("benevity", "goodera", "workday");
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration ENOUGH = Duration.ofMinutes(8);
  private static final Set<String> ARRIVED = Set.of("delivered", "confirmed");

  /** What goes wrong with how many of all requests. */
  private static final List<String> FAULTS =
      List.of(
          "\"kind\":\"rate-limit\",\"retryAfterSeconds\":2,\"share\":0.05",
          "\"kind\":\"server-error\",\"share\":0.04",
          "\"kind\":\"server-error\",\"commits\":true,\"share\":0.04",
          "\"kind\":\"malformed-ok\",\"share\":0.04",
          "\"kind\":\"reset\",\"share\":0.03",
          "\"kind\":\"reset-after-commit\",\"share\":0.05",
          "\"kind\":\"timeout-after-commit\",\"share\":0.03",
          "\"kind\":\"unavailable\",\"share\":0.1,\"on\":\"ask\"",
          // Slow, and sound: what a kill may cut off.
          "\"kind\":\"slow-drip\",\"pauseMillis\":20,\"share\":0.4");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  /** A schedule whose past months are delivered. */
  private record Backfilled(Company company, String platform, String schedule) {}

  @Test
  void eachPeriodArrivesOnceThoughPlatformsFailAndProcessesAreKilled() {
    System.out.println("Seed of the kills: " + seed);
    try (LocalStack stack = LocalStack.startWithSimulators("deliveries")) {
      var platforms = new SimulatedPlatforms(stack.simulators());
      List<Backfilled> all = backfilled(stack, platforms);
      Collections.shuffle(all, random);
      FAULTS.forEach(fault -> platforms.fault("{" + fault + "}"));

      List<Backfilled> begun = new ArrayList<>();
      for (Backfilled each : all) {
        begin(each);
        begun.add(each);
        if (begun.size() % 2 == 0) {
          afterSomeMore(begun);
          kill(stack, begun.size() % 4 == 0 ? "api" : "worker");
        }
      }
      platforms.noFaults();
      ImportsClient operator = stack.as("platform", "operator");
      await()
          .atMost(ENOUGH)
          .pollInterval(Duration.ofSeconds(1))
          .ignoreExceptions()
          .until(() -> {
            closed(operator);
            companies(all).forEach(DeliveryKillTest::retryWhatParked);
            return all.stream().allMatch(DeliveryKillTest::settled);
          });

      all.forEach(each -> judge(each, platforms));
    }
  }

  private List<Backfilled> backfilled(LocalStack stack, SimulatedPlatforms platforms) {
    List<Backfilled> all = new ArrayList<>();
    for (int i = 0; i < COMPANIES; i++) {
      Company company = Company.added(stack, platforms);
      company.worked(months().toArray(YearMonth[]::new));
      for (String platform : PLATFORMS) {
        company.connect(platform);
        all.add(new Backfilled(company, platform, company.schedule(platform, "never")));
      }
    }
    return all;
  }

  private static List<YearMonth> months() {
    YearMonth now = YearMonth.now(ZoneOffset.UTC);
    return IntStream.rangeClosed(1, MONTHS).mapToObj(now::minusMonths).toList();
  }

  private static LocalDate from() {
    return YearMonth.now(ZoneOffset.UTC).minusMonths(MONTHS).atDay(1);
  }

  private static LocalDate until() {
    return YearMonth.now(ZoneOffset.UTC).atDay(1);
  }

  /** Asks again, under the same key, until there is an answer. */
  private static void begin(Backfilled each) {
    String key = UUID.randomUUID().toString();
    await()
        .atMost(ENOUGH)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(
            () ->
                each.company()
                    .keyed(
                        "/v1/impact-in/schedules/" + each.schedule() + "/backfill",
                        "{\"from\":\"%s\",\"until\":\"%s\",\"dryRun\":false}"
                            .formatted(from(), until()),
                        key)
                    .status(),
            status -> status == 202);
  }

  /** Some more deliveries may arrive, if they do so soon: others wait for what a kill cut off. */
  private void afterSomeMore(List<Backfilled> begun) {
    int wanted = arrived(begun) + 1 + random.nextInt(2 * MONTHS);
    Instant enough = Instant.now().plus(SOON);
    await()
        .atMost(ENOUGH)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> arrived(begun) >= wanted || Instant.now().isAfter(enough));
  }

  private static int arrived(List<Backfilled> all) {
    return (int) statuses(all).filter(ARRIVED::contains).count();
  }

  private static Stream<String> statuses(List<Backfilled> all) {
    return companies(all)
        .flatMap(company -> company.deliveries().stream())
        .map(delivery -> delivery.path("status").asText());
  }

  private static Stream<Company> companies(List<Backfilled> all) {
    return all.stream().map(Backfilled::company).distinct();
  }

  /** As soon as it lives again after an earlier kill. */
  private static void kill(LocalStack stack, String role) {
    await().atMost(ENOUGH).ignoreExceptions().until(() -> stack.kill(role) > 0);
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
        .filter(step -> !isUnknown(step))
        .forEach(step -> company.resolve(step, "RETRY"));
  }

  private static boolean isUnknown(JsonNode step) {
    return step.path("stage").asText().equals("unknown")
        && step.path("failureType").asText().equals("impactin/outcome-unknown");
  }

  private static boolean settled(Backfilled each) {
    List<String> unknown = unknown(each.company());
    return deliveries(each).stream()
        .allMatch(delivery ->
            ARRIVED.contains(delivery.path("status").asText())
                || unknown.contains(delivery.path("id").asText()));
  }

  private static List<String> unknown(Company company) {
    return company.waiting().stream()
        .filter(DeliveryKillTest::isUnknown)
        .map(step -> step.path("businessRef").asText())
        .toList();
  }

  private static List<JsonNode> deliveries(Backfilled each) {
    return each.company().deliveries().stream()
        .filter(delivery -> delivery.path("platform").asText().equals(each.platform()))
        .toList();
  }

  private void judge(Backfilled each, SimulatedPlatforms platforms) {
    List<JsonNode> deliveries = deliveries(each);
    List<String> unknown = unknown(each.company());
    List<JsonNode> entries = platforms.accepted(each.platform(), each.company().id());
    assertThat(deliveries)
        .as("periods, seed %d", seed)
        .extracting(delivery -> delivery.path("period").path("from").asText())
        .containsExactlyInAnyOrderElementsOf(
            months().stream().map(month -> month.atDay(1).toString()).toList());
    assertThat(entries)
        .as("each period at most once, seed %d", seed)
        .extracting(entry -> entry.path("period").asText().substring(0, 10))
        .doesNotHaveDuplicates();
    for (JsonNode delivery : deliveries) {
      String id = delivery.path("id").asText();
      List<JsonNode> own =
          entries.stream().filter(entry -> isOf(entry, delivery, each.platform())).toList();
      if (ARRIVED.contains(delivery.path("status").asText())) {
        assertThat(own).as("entries of %s, seed %d", delivery, seed).hasSize(1);
      } else {
        assertThat(each.platform())
            .as("platform of %s, seed %d", delivery, seed)
            .isEqualTo("workday");
        assertThat(unknown).contains(id);
      }
      String hash = each.company().payload(id).header("X-Content-SHA256");
      assertThat(own)
          .as("hash of %s, seed %d", delivery, seed)
          .allSatisfy(entry -> assertThat(entry.path("bodySha256").asText()).isEqualTo(hash));
    }
  }

  /** By its key or, where the platform knows none, by its period. */
  private static boolean isOf(JsonNode entry, JsonNode delivery, String platform) {
    return platform.equals("workday")
        ? entry.path("period").asText().startsWith(delivery.path("period").path("from").asText())
        : entry.path("idempotencyKey").asText().equals(delivery.path("id").asText());
  }
}
