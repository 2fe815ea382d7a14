package org.teei.csr.bench.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teei.csr.bench.chaos.Checker;
import org.teei.csr.bench.chaos.Checker.Finding;
import org.teei.csr.bench.chaos.Scenario.Place;
import org.teei.csr.bench.chaos.Scenario.Round;
import org.teei.csr.bench.imports.Expectation.Outcome;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;

/** One import on its way, as its company's administrator takes care of it. */
final class ImportRound implements Round {
  private static final Duration ENOUGH = Duration.ofMinutes(15);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Of the way into a stage, so that what is struck is still in it. */
  private static final double BEFORE_THE_END = 0.8;

  private final LocalStack stack;
  private final ChaosFiles files;
  private final ImportsClient api;
  private final String tenant = "chaos-" + UUID.randomUUID().toString().substring(0, 8);
  private final Expectation wanted = new Expectation();
  private final List<Finding> findings = new ArrayList<>();
  private Map<String, SentSession> before = Map.of();
  private List<Outcome> outcomes = List.of();
  private Map<Integer, List<String>> corrected = Map.of();
  private String second = "";
  private String begun = "";
  private @Nullable Connection connection;

  ImportRound(LocalStack stack, ChaosFiles files) {
    this.stack = stack;
    this.files = files;
    this.api = stack.as(tenant, "company_admin");
  }

  /** Adds the company and lands the first file undisturbed. */
  void begin() {
    until(
        "company",
        () ->
            stack
                .as("platform", "system_admin")
                .post("/v1/admin/tenants", "{\"id\":\"%s\",\"name\":\"Chaos\"}".formatted(tenant)),
        201,
        409);
    String first = sent("", files.firstBytes());
    wanted.land(files.first());
    before = Map.copyOf(wanted.standing());
    outcomes = new ArrayList<>(wanted.land(files.second()));
    api.ended(first, ENOUGH);
  }

  private String sent(String query, byte[] file) {
    return until("upload", () -> api.send(query, file), 200, 202).json().path("id").asText();
  }

  /** Asks again, as anybody would, while there is no answer or a server says that it cannot. */
  private static Answer until(String what, Supplier<Answer> request, Integer... wanted) {
    Instant deadline = Instant.now().plus(ENOUGH);
    while (true) {
      String last;
      try {
        Answer answer = request.get();
        if (List.of(wanted).contains(answer.status())) {
          return answer;
        }
        last = answer.status() + " " + answer.body();
      } catch (RuntimeException down) {
        last = down.toString();
      }
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("No " + what + ", last " + last);
      }
      sleep(PAUSE);
    }
  }

  @Override
  public Place reach(String stage, double way) throws Exception {
    goOnTo(stage);
    double rows = way * BEFORE_THE_END * size(stage);
    Place place = await(stage, seen -> seen.passed(stage) || seen.isIn(stage, rows)).place(begun);
    if (stage.equals("stage")) {
      // Only so the next strike can be prepared before the rows are checked.
      until("pause", () -> told("pause", "for a moment"), 200, 202, 409);
    }
    return place;
  }

  private long size(String stage) {
    return switch (stage) {
      case "correct" -> 2L * corrected.size();
      case "undo" -> outcomes.stream().filter(Outcome::accepted).count();
      default -> files.second().size();
    };
  }

  /** Does what lets the stages before one end, and that one begin. */
  private void goOnTo(String stage) throws Exception {
    int next = Seen.STAGES.indexOf(begun) + 1;
    int last = Seen.STAGES.indexOf(stage);
    for (String step : Seen.STAGES.subList(Math.min(next, last + 1), last + 1)) {
      switch (step) {
        case "stage" -> second = sent("?mode=review", files.secondBytes());
        case "validate" -> until("resumption", () -> told("resume", "go on"), 200, 202, 409);
        case "merge" -> approve();
        case "correct" -> correct();
        case "undo" -> undo();
        default -> {}
      }
      begun = step;
    }
  }

  private void approve() throws Exception {
    await("approval", seen -> seen.passed("validate"));
    until("approval", () -> told("approve", "looks right"), 200, 202, 409);
  }

  private Answer told(String command, String reason) {
    return api.post(
        "/v1/imports/" + second + "/" + command, "{\"reason\":\"%s\"}".formatted(reason));
  }

  private void undo() throws Exception {
    await("correction", seen -> seen.passed("correct"));
    judge(false);
    until("undo", () -> told("undo", "the wrong file"), 200, 202, 409);
    wanted.takeBack(before);
  }

  private void correct() throws Exception {
    await("landing", seen -> seen.passed("merge"));
    corrected = files.corrected(outcomes);
    byte[] file = ChaosFiles.correction(corrected);
    until("correction", () -> api.csv("/v1/imports/" + second + "/corrections", file), 200, 202);
    List<Outcome> landed = wanted.land(List.copyOf(corrected.values()));
    int i = 0;
    for (int number : corrected.keySet()) {
      outcomes.set(number - 1, landed.get(i++));
    }
  }

  @Override
  public Place place() throws Exception {
    return seen().place(begun);
  }

  @Override
  public void finish() throws Exception {
    goOnTo("undo");
    await("undo", seen -> seen.passed("undo"));
    close();
  }

  /** Looks after the import until it is so far. */
  private Seen await(String what, Predicate<Seen> soFar) throws Exception {
    Instant deadline = Instant.now().plus(ENOUGH);
    while (true) {
      Seen seen = seen();
      if (soFar.test(seen)) {
        return seen;
      }
      if (seen.parked()) {
        tryAgain();
      }
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "Import %s has not come to its %s: %s".formatted(second, what, seen));
      }
      sleep(POLL);
    }
  }

  /** What parked is tried again: whatever it stumbled over has passed. */
  private void tryAgain() {
    try {
      for (JsonNode step :
          api.get("/v1/operations/parked?feature=imports&state=waiting").json().path("items")) {
        System.out.printf(
            "    %s had parked for %s: it is tried again%n",
            step.path("stage").asText(), step.path("failureType").asText());
        api.post(
            "/v1/operations/parked/" + step.path("id").asText() + "/resolve",
            "{\"action\":\"RETRY\",\"reason\":\"it has passed\",\"expectedSequence\":%d}"
                .formatted(step.path("sequence").asInt()));
      }
    } catch (RuntimeException down) {
      // It is asked again.
    }
  }

  @Override
  public Checker checker() {
    return () -> {
      judge(true);
      return findings;
    };
  }

  /** When all events that there are have taken effect. */
  private void judge(boolean undone) throws Exception {
    awaitQuiet();
    try (Connection superuser = stack.superuser()) {
      findings.addAll(new TenantJudge(superuser, tenant, wanted).findings());
      findings.addAll(
          new LedgerJudge(superuser, UUID.fromString(second), outcomes, undone).findings());
    }
    findings.addAll(new OutsideJudge(stack, tenant, wanted).findings());
  }

  private void awaitQuiet() throws Exception {
    Instant deadline = Instant.now().plus(ENOUGH);
    for (String quiet : OutsideJudge.quiet(tenant)) {
      while (!stack.value(quiet).equals("t") && Instant.now().isBefore(deadline)) {
        Thread.sleep(500);
      }
    }
  }

  /** A connection that broke with the server is made anew. */
  private Seen seen() throws SQLException {
    try {
      return Seen.of(open(), second);
    } catch (SQLException broken) {
      close();
      return Seen.of(open(), second);
    }
  }

  private Connection open() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = stack.superuser();
      connection = open;
    }
    return open;
  }

  private void close() throws SQLException {
    Connection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
