package org.teei.csr.bench.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
  static final List<String> STAGES =
      List.of("stage", "validate", "approval", "merge", "correct", "undo");

  private static final Duration ENOUGH = Duration.ofMinutes(15);
  private static final Duration POLL = Duration.ofMillis(10);

  /** Where nothing is under way between two stages. */
  private static final String LANDED = "landed";

  private static final String PLACE =
      """
      select j.status, j.read_rows, j.accepted_rows + j.rejected_rows + j.duplicate_rows, j.reversed_rows,
        coalesce(a.read_rows + a.accepted_rows + a.rejected_rows + a.duplicate_rows, 0),
        coalesce((select max(row_number) from csr.import_previews p
          where p.tenant_id = j.tenant_id and p.import_id = j.import_id), 0)
      from csr.import_jobs j
        left join csr.import_attempts a on a.tenant_id = j.tenant_id and a.import_id = j.import_id and a.attempt = 1
      where j.import_id = ?::uuid
      """;

  private final LocalStack stack;
  private final ChaosFiles files;
  private final String tenant = "chaos-" + UUID.randomUUID().toString().substring(0, 8);
  private final Expectation wanted = new Expectation();
  private final List<Finding> findings = new ArrayList<>();
  private Map<String, SentSession> before = Map.of();
  private List<Outcome> outcomes = List.of();
  private Map<Integer, List<String>> corrected = Map.of();
  private String first = "";
  private String second = "";
  private int begun;
  private @Nullable Connection connection;

  ImportRound(LocalStack stack, ChaosFiles files) {
    this.stack = stack;
    this.files = files;
  }

  /** Adds the company, lands the first file undisturbed and sends the second. */
  void begin() {
    until(
        "company",
        () ->
            stack
                .as("platform", "system_admin")
                .post("/v1/admin/tenants", "{\"id\":\"%s\",\"name\":\"Chaos\"}".formatted(tenant)),
        201,
        409);
    first = sent("", files.firstBytes());
    api().ended(first, ENOUGH);
    wanted.land(files.first());
    before = Map.copyOf(wanted.standing());
    second = sent("?mode=review", files.secondBytes());
    outcomes = new ArrayList<>(wanted.land(files.second()));
  }

  private ImportsClient api() {
    return stack.as(tenant, "company_admin");
  }

  private String sent(String query, byte[] file) {
    return until("upload", () -> api().send(query, file), 200, 202).json().path("id").asText();
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
      sleep();
    }
  }

  @Override
  public Place reach(String stage, double way) throws Exception {
    int wantedStage = STAGES.indexOf(stage);
    goOnTo(wantedStage);
    Instant deadline = Instant.now().plus(ENOUGH);
    while (true) {
      Seen seen = seen();
      if (seen.passed(wantedStage, begun) || seen.isAt(wantedStage, way, size(wantedStage))) {
        return seen.place(begun);
      }
      care(seen);
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("Did not come to " + stage + ", last " + seen);
      }
      sleep();
    }
  }

  private long size(int stage) {
    return switch (STAGES.get(stage)) {
      case "correct" -> 2L * corrected.size();
      case "undo" -> outcomes.stream().filter(Outcome::accepted).count();
      default -> files.second().size();
    };
  }

  /** Does what lets the stages before one end, and that one begin. */
  private void goOnTo(int stage) throws Exception {
    if (stage >= STAGES.indexOf("merge") && begun < STAGES.indexOf("merge")) {
      until(
          "approval",
          () -> api().post("/v1/imports/" + second + "/approve", "{\"reason\":\"looks right\"}"),
          200,
          202,
          409);
      begun = STAGES.indexOf("merge");
    }
    if (stage >= STAGES.indexOf("correct") && begun < STAGES.indexOf("correct")) {
      awaitStatus("completed");
      correct();
      begun = STAGES.indexOf("correct");
    }
    if (stage >= STAGES.indexOf("undo") && begun < STAGES.indexOf("undo")) {
      awaitStatus("completed");
      judge(false);
      until(
          "undo",
          () -> api().post("/v1/imports/" + second + "/undo", "{\"reason\":\"the wrong file\"}"),
          200,
          202,
          409);
      wanted.takeBack(before);
      begun = STAGES.indexOf("undo");
    }
    begun = Math.max(begun, stage);
  }

  private void correct() {
    corrected = files.corrected(outcomes);
    byte[] file = ChaosFiles.correction(corrected);
    until("correction", () -> api().csv("/v1/imports/" + second + "/corrections", file), 200, 202);
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
    goOnTo(STAGES.indexOf("undo"));
    awaitStatus("undone");
    close();
  }

  private void awaitStatus(String status) throws Exception {
    Instant deadline = Instant.now().plus(ENOUGH);
    while (true) {
      Seen seen = seen();
      if (seen.status.equals(status)) {
        return;
      }
      care(seen);
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "Import " + second + " is not " + status + ", last " + seen);
      }
      sleep();
    }
  }

  /** What parked is tried again: whatever it stumbled over has passed. */
  private void care(Seen seen) {
    if (!seen.status.equals("parked")) {
      return;
    }
    try {
      for (JsonNode step :
          api().get("/v1/operations/parked?feature=imports&state=waiting").json().path("items")) {
        api()
            .post(
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

  /** What the job's row says. */
  private record Seen(
      String status, long read, long decided, long reversed, long corrected, long previewed) {

    private Place place(int begun) {
      return new Place(
          stage(begun),
          read + decided + reversed + corrected + previewed,
          status.equals("awaiting_approval")
              || status.equals("completed")
              || status.equals("undone"));
    }

    private String stage(int begun) {
      return switch (status) {
        case "queued", "staging" -> "stage";
        case "validating" -> "validate";
        case "awaiting_approval" -> "approval";
        case "merging" -> "merge";
        case "correcting" -> "correct";
        case "undoing" -> "undo";
        case "completed", "undone" -> LANDED;
        default -> STAGES.get(begun);
      };
    }

    boolean passed(int wanted, int begun) {
      String stage = stage(begun);
      return stage.equals(LANDED) || STAGES.indexOf(stage) > wanted;
    }

    boolean isAt(int wanted, double way, long size) {
      if (!stage(wanted).equals(STAGES.get(wanted)) || status.equals("parked")) {
        return false;
      }
      long done =
          switch (STAGES.get(wanted)) {
            case "stage" -> read;
            case "validate" -> previewed;
            case "merge" -> decided;
            case "correct" -> corrected;
            case "undo" -> reversed;
            default -> size;
          };
      return done >= way * size * 0.8;
    }
  }

  private Seen seen() throws SQLException {
    try {
      Connection open = connection;
      if (open == null || open.isClosed()) {
        open = stack.superuser();
        connection = open;
      }
      try (var query = open.prepareStatement(PLACE)) {
        query.setString(1, second);
        query.setQueryTimeout(10);
        try (ResultSet row = query.executeQuery()) {
          row.next();
          return new Seen(
              row.getString(1),
              row.getLong(2),
              row.getLong(3),
              row.getLong(4),
              row.getLong(5),
              row.getLong(6));
        }
      }
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  private void close() throws SQLException {
    Connection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
