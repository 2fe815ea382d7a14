package org.teei.csr.bench.impactin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.teei.csr.bench.impactin.Books.Kept;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.Machine;
import org.teei.csr.bench.shared.SideProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long it takes from the minute at which many schedules fire until the last of their deliveries
 * has its receipt, over two workers; beside as many workflows that Temporal Schedules start at one
 * minute and that have as many empty activities, over two workers of their own, before and after.
 * What a delivery does as a local activity is an ordinary one of the baseline; a second baseline
 * has only as many as a delivery has ordinary ones. Neither has jitter or the limit of a platform;
 * both have the limit of the server on what Schedules start in a second. The baseline computes no
 * figures, keeps nothing and calls nobody.
 */
@Command(
    name = "deliveries",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Schedules that fire at once, until the last receipt, beside bare workflows of Schedules.")
public final class DeliveriesBench implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ENOUGH = Duration.ofMinutes(30);
  private static final Map<String, String> WITHOUT_LIMITS =
      Map.of(
          "CSR_IMPACTIN_PER_MINUTE_BENEVITY", "0",
          "CSR_IMPACTIN_PER_MINUTE_GOODERA", "0",
          "CSR_IMPACTIN_PER_MINUTE_WORKDAY", "0");

  @Option(
      names = "--schedules",
      defaultValue = "1000",
      description = "that fire at the same minute, each of a company (${DEFAULT-VALUE})")
  int schedules;

  @Option(names = "--json", paramLabel = "FILE", description = "also write the figures to a file")
  @Nullable Path json;

  /**
   * The shape of a delivery.
   *
   * @param activities of the run of its schedule and of itself
   * @param ordinary those among them that are not local
   * @param events in its own history
   */
  private record Shape(int activities, int ordinary, int events) {}

  /**
   * How long bare workflows took, in seconds to the end of the last one.
   *
   * @param all with as many activities as a delivery
   * @param ordinary with as many as a delivery has ordinary ones
   */
  private record Bare(double all, double ordinary) {}

  @Override
  public Integer call() throws Exception {
    try (var stack = LocalStack.startWithSimulators("bench", WITHOUT_LIMITS);
        var _ = SideProcess.worker(stack, Map.of());
        var bare = BareRuns.on(stack.status().path("temporal").asText());
        var _ = bareWorker(stack, 1);
        var _ = bareWorker(stack, 2)) {
      Shape shape = warmUp(stack, bare);
      double all = bareSeconds(bare, "all-before", shape.activities());
      double ordinary = bareSeconds(bare, "ordinary-before", shape.ordinary());
      List<Double> delivered = deliver(stack);
      ordinary += bareSeconds(bare, "ordinary-after", shape.ordinary());
      all += bareSeconds(bare, "all-after", shape.activities());
      report(shape, new Bare(all / 2, ordinary / 2), delivered);
    }
    return 0;
  }

  private static SideProcess bareWorker(LocalStack stack, int number) {
    return SideProcess.program(
        stack, "bare-" + number, BareWorker.class, stack.status().path("temporal").asText());
  }

  /** The compilers of all processes need some hundred runs; one of them is counted. */
  private Shape warmUp(LocalStack stack, BareRuns bare) throws Exception {
    int some = Math.clamp(schedules / 10, 5, 100);
    var companies = FiringCompanies.added(stack, some);
    companies.schedule(Instant.now().plus(Duration.ofHours(5)));
    companies.temporalSchedules().forEach(bare::trigger);
    companies.judge(companies.receipts(ENOUGH));
    companies.confirmed(ENOUGH);
    Shape shape = shape(stack, bare, companies);
    Instant minute = minuteIn(Duration.ofSeconds(10 + some / 10));
    bare.schedule("warm-up", some, shape.activities(), minute);
    var _ = bare.ends("warm-up", some, ENOUGH);
    bare.remove("warm-up", some);
    return shape;
  }

  private static Shape shape(LocalStack stack, BareRuns bare, FiringCompanies companies)
      throws Exception {
    String schedule = companies.temporalSchedules().getFirst();
    String company = schedule.split("/", -1)[1];
    String delivery =
        stack.value(
            "select workflow_id from csr.impact_deliveries where tenant_id = '%s'"
                .formatted(company));
    String firing = bare.startedBy(schedule).getFirst();
    int ordinary = bare.ordinaryActivities(firing) + bare.ordinaryActivities(delivery);
    int local = bare.localActivities(firing) + bare.localActivities(delivery);
    return new Shape(ordinary + local, ordinary, bare.events(delivery));
  }

  private double bareSeconds(BareRuns bare, String round, int activities) {
    Instant minute = minuteIn(Duration.ofSeconds(20 + schedules / 20));
    bare.schedule(round, schedules, activities, minute);
    requireBefore(minute);
    double seconds = seconds(minute, Collections.max(bare.ends(round, schedules, ENOUGH)));
    bare.remove(round, schedules);
    System.out.printf(
        "bare workflows of %d activities, %s: %.1f s to the last end%n",
        activities, round, seconds);
    return seconds;
  }

  /** How long each receipt took, the quickest first. */
  private List<Double> deliver(LocalStack stack) throws Exception {
    var companies = FiringCompanies.added(stack, schedules);
    Instant minute = minuteIn(Duration.ofSeconds(30 + schedules / 5));
    companies.schedule(minute);
    requireBefore(minute);
    List<Kept> receipts = companies.receipts(ENOUGH);
    List<Double> seconds =
        receipts.stream()
            .map(receipt -> seconds(minute, Objects.requireNonNull(receipt.deliveredAt())))
            .sorted()
            .toList();
    System.out.printf("deliveries: %.1f s to the last receipt%n", seconds.getLast());
    companies.confirmed(ENOUGH);
    companies.judge(receipts);
    return seconds;
  }

  /** The first whole minute that leaves so much time. */
  private static Instant minuteIn(Duration enough) {
    return Instant.now().plus(enough).truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
  }

  private static void requireBefore(Instant minute) {
    if (Instant.now().isAfter(minute)) {
      throw new IllegalStateException("The schedules were not there when they had to fire");
    }
  }

  private static double seconds(Instant from, Instant until) {
    return Duration.between(from, until).toMillis() / 1e3;
  }

  private void report(Shape shape, Bare bare, List<Double> delivered) throws IOException {
    double last = delivered.getLast();
    double p95 = delivered.get(delivered.size() * 95 / 100);
    ObjectNode figures = JSON.createObjectNode();
    figures.put("schedules", schedules).put("activitiesPerRun", shape.activities());
    figures.put("ordinaryActivitiesPerRun", shape.ordinary());
    figures.put("historyEvents", shape.events());
    figures.put("deliveriesSeconds", last);
    figures.put("bareSeconds", bare.all()).put("bareSecondsOrdinaryOnly", bare.ordinary());
    figures.put("ratio", last / bare.all()).put("ratioOrdinaryOnly", last / bare.ordinary());
    figures.put("receiptsPerSecond", schedules / last).put("fireToReceiptSecondsP95", p95);
    figures.put("machine", Machine.name()).put("commit", Machine.commit());
    System.out.printf(
        "%n%,d schedules at once: last receipt after %.1f s%n"
            + "bare workflows of %d empty activities %.1f s: ratio %.2f; of %d, as many as are not local, %.1f s: ratio %.2f%n"
            + "%.1f receipts/s; fire to receipt p95 %.1f s; %d events in the history of a delivery; each arrived once by the ledger%n"
            + "two workers; %s; commit %s%n",
        schedules,
        last,
        shape.activities(),
        bare.all(),
        last / bare.all(),
        shape.ordinary(),
        bare.ordinary(),
        last / bare.ordinary(),
        schedules / last,
        p95,
        shape.events(),
        Machine.name(),
        Machine.commit());
    if (json != null) {
      Files.writeString(
          json, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
    }
  }
}
