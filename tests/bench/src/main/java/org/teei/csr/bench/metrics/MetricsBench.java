package org.teei.csr.bench.metrics;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.bench.metrics.BareAggregates.Days;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.Load;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.Machine;
import org.teei.csr.bench.shared.Medians;
import org.teei.csr.bench.shared.SessionRows;
import org.teei.csr.deploy.identity.DevelopmentUser;
import org.teei.csr.deploy.identity.Tokens;
import org.teei.csr.deploy.shared.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long the daily roll-up of figures takes, as the workflow that does it, beside plain SQL that
 * groups the same rows into the same aggregates, in turn in one run; and how long figures take to
 * be read by many at once. All rows are of periods that the roll-up computes: the last three months
 * and the last two quarters, of a hundred companies, one of which has a fifth of all rows. What
 * both say of each company and period is compared.
 */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "The roll-up of figures, beside a bare select with group by; and reading them.")
public final class MetricsBench implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int COMPANIES = 100;
  private static final Duration ENOUGH = Duration.ofMinutes(30);

  @Option(
      names = "--rows",
      defaultValue = "5000000",
      description = "sessions of all companies together (${DEFAULT-VALUE})")
  int rows;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "measured rounds, after one that is not (${DEFAULT-VALUE})")
  int rounds;

  @Option(
      names = "--users",
      defaultValue = "100",
      description =
          "who read figures at once, again as soon as they are answered (${DEFAULT-VALUE})")
  int users;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "for which they do (${DEFAULT-VALUE})")
  int seconds;

  @Option(names = "--json", paramLabel = "FILE", description = "also write the figures to a file")
  @Nullable Path json;

  private final List<Days> periods = periods(YearMonth.now(ZoneOffset.UTC));

  /** Months and quarters that ended lately. */
  private static List<Days> periods(YearMonth now) {
    YearMonth quarter = now.minusMonths((now.getMonthValue() - 1) % 3);
    return Stream.concat(
            IntStream.rangeClosed(1, 3).mapToObj(i -> days(now.minusMonths(i), 1)),
            IntStream.rangeClosed(1, 2).mapToObj(i -> days(quarter.minusMonths(3L * i), 3)))
        .toList();
  }

  private static Days days(YearMonth first, int months) {
    return new Days(first.atDay(1), first.plusMonths(months).atDay(1));
  }

  @Override
  public Integer call() throws Exception {
    try (LocalStack stack = LocalStack.start("bench")) {
      List<String> companies = companies(stack);
      List<Double> rolledUp = new ArrayList<>();
      List<Double> bare = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        double ours = rollUp(stack, round);
        double plain = compared(stack);
        System.out.printf(
            "round %d: roll-up %.1f s, bare select %.1f s, ratio %.2f%n",
            round, ours, plain, ours / plain);
        if (round > 0) {
          rolledUp.add(ours);
          bare.add(plain);
        }
      }
      report(Medians.of(rolledUp), Medians.of(bare), read(stack, companies));
    }
    return 0;
  }

  private List<String> companies(LocalStack stack) throws SQLException {
    ImportsClient platform = stack.as("platform", "system_admin");
    Map<String, Integer> shares = new LinkedHashMap<>();
    for (int i = 0; i < COMPANIES; i++) {
      String id = "bench-" + i;
      var created =
          platform.post("/v1/admin/tenants", "{\"id\":\"%s\",\"name\":\"Bench\"}".formatted(id));
      if (created.status() != 201) {
        throw new IllegalStateException("Not created: " + created.body());
      }
      shares.put(id, i == 0 ? rows / 5 : rows * 4 / 5 / (COMPANIES - 1));
    }
    var first = periods.stream().map(Days::from).min(Comparable::compareTo).orElseThrow();
    long begin = System.nanoTime();
    try (Connection connection = stack.superuser()) {
      SessionRows.write(connection, shares, first, YearMonth.now(ZoneOffset.UTC).atDay(1));
    }
    System.out.printf("%,d sessions written in %.0f s%n", rows, since(begin));
    return List.copyOf(shares.keySet());
  }

  /** From the start of the workflow until its end; what it keeps is news the first time only. */
  private static double rollUp(LocalStack stack, int round) {
    var stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(stack.status().path("temporal").asText())
                .build());
    try {
      var workflow =
          WorkflowClient.newInstance(stubs)
              .newUntypedWorkflowStub(
                  "MetricRollUpWorkflow",
                  WorkflowOptions.newBuilder()
                      .setWorkflowId("bench/roll-up-" + round)
                      .setTaskQueue("metrics")
                      .build());
      var _ = workflow.start();
      // What it answers is encrypted.
      var ended =
          await()
              .atMost(ENOUGH)
              .until(workflow::describe, execution -> execution.getCloseTime() != null);
      if (ended.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED) {
        throw new IllegalStateException("The roll-up ended as " + ended.getStatus());
      }
      return Duration.between(ended.getStartTime(), ended.getCloseTime()).toMillis() / 1e3;
    } finally {
      stubs.shutdownNow();
    }
  }

  /** Seconds of the plain statement, once its figures are those that were kept. */
  private double compared(LocalStack stack) throws SQLException, IOException {
    try (Connection connection = stack.superuser()) {
      long begin = System.nanoTime();
      List<BareAggregates> found = BareAggregates.of(connection, periods);
      double taken = since(begin);
      Map<String, JsonNode> kept = kept(connection);
      for (BareAggregates each : found) {
        requireSame(each, kept.get(each.company() + each.from() + each.until()));
      }
      if (found.size() != COMPANIES * periods.size()) {
        throw new IllegalStateException("Figures are missing: " + found.size());
      }
      return taken;
    }
  }

  private static Map<String, JsonNode> kept(Connection connection)
      throws SQLException, IOException {
    Map<String, JsonNode> kept = new HashMap<>();
    try (var statement = connection.createStatement();
        var snapshots =
            statement.executeQuery(
                "select tenant_id || period_from || period_until, figures from csr.metric_snapshots where revision = 1")) {
      while (snapshots.next()) {
        kept.put(snapshots.getString(1), JSON.readTree(snapshots.getString(2)));
      }
    }
    return kept;
  }

  private static void requireSame(BareAggregates bare, @Nullable JsonNode kept) {
    Map<String, JsonNode> figures = new HashMap<>();
    if (kept != null) {
      kept.forEach(figure -> figures.put(figure.path("name").asText(), figure));
    }
    List<Long> ours =
        List.of(
            number(figures, "participants", "value"),
            number(figures, "volunteers", "value"),
            number(figures, "sessions", "value"),
            number(figures, "hours", "inputs", "minutes"),
            number(figures, "languageProgress", "inputs", "levelled"),
            number(figures, "languageProgress", "inputs", "improved"));
    List<Long> theirs =
        List.of(
            bare.participants(),
            bare.volunteers(),
            bare.sessions(),
            bare.minutes(),
            bare.levelled(),
            bare.improved());
    if (!ours.equals(theirs)) {
      throw new IllegalStateException("%s differs from what is kept, %s".formatted(bare, ours));
    }
  }

  private static long number(Map<String, JsonNode> figures, String name, String... path) {
    JsonNode node = figures.getOrDefault(name, JSON.missingNode());
    for (String step : path) {
      node = node.path(step);
    }
    return node.asLong(-1);
  }

  /** Latencies of readers, in order of length. */
  private long[] read(LocalStack stack, List<String> companies)
      throws IOException, InterruptedException {
    List<HttpRequest> requests = new ArrayList<>();
    for (String company : companies) {
      var token =
          new Tokens(
                  new ApiClient(URI.create(stack.api())),
                  stack.credential("developmentSecret"),
                  new DevelopmentUser(company, "company_admin", "", false))
              .token();
      for (Days period : periods.subList(0, 3)) {
        requests.add(
            HttpRequest.newBuilder(
                    URI.create(
                        "%s/v1/metrics/%s?period=%s"
                            .formatted(stack.api(), company, YearMonth.from(period.from()))))
                .header("Authorization", "Bearer " + token)
                .build());
      }
    }
    var load = new Load();
    for (int warm = 0; warm < 2; warm++) {
      load.closedLoop(
          users, Duration.ofSeconds(seconds / 2), i -> requests.get(i % requests.size()));
    }
    return load.closedLoop(
        users, Duration.ofSeconds(seconds), i -> requests.get(i % requests.size()));
  }

  private void report(double rolledUp, double bare, long[] read) throws IOException {
    ObjectNode figures = JSON.createObjectNode();
    figures.put("rows", rows).put("companies", COMPANIES).put("rounds", rounds);
    figures.put("rollUpSeconds", rolledUp).put("bareSelectSeconds", bare);
    figures.put("ratio", rolledUp / bare);
    figures.put("users", users).put("readsPerSecond", read.length / (double) seconds);
    figures.put("readMillisP50", millis(read, 50)).put("readMillisP95", millis(read, 95));
    figures.put("machine", Machine.name()).put("commit", Machine.commit());
    System.out.printf(
        "%nroll-up of %,d sessions %.1f s, bare select with group by of the same %.1f s: ratio %.2f%n"
            + "GET /v1/metrics/{companyId} by %d users at once: p50 %.0f ms, p95 %.0f ms, %,.0f/s%n"
            + "%d companies, %d periods each; medians of %d rounds; %s; commit %s%n",
        rows,
        rolledUp,
        bare,
        rolledUp / bare,
        users,
        millis(read, 50),
        millis(read, 95),
        read.length / (double) seconds,
        COMPANIES,
        periods.size(),
        rounds,
        Machine.name(),
        Machine.commit());
    if (json != null) {
      Files.writeString(
          json, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
    }
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static double millis(long[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
  }
}
