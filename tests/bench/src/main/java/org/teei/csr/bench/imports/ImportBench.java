package org.teei.csr.bench.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.teei.csr.bench.shared.Calibration;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.Machine;
import org.teei.csr.bench.shared.Medians;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Rows per second of an import through the API, from the first byte sent to the end of the job,
 * beside two baselines that take turns with it in one run: {@link CopyBaseline} and {@link
 * SpringBatchImports}, which must leave the same rows in the same tables. Each turn begins with
 * tables that are empty but for the people who are known, and when nothing of the turn before is at
 * work any more.
 */
@Command(
    name = "imports",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Rows per second of an import, beside PostgreSQL's own COPY and a Spring Batch job that does the same work.")
public final class ImportBench implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEMORY = "512m";
  private static final String PLATFORM = "demo";
  private static final String SPRING_BATCH = "other";

  @Option(
      names = "--rows",
      split = ",",
      defaultValue = "100000,1000000",
      description = "rows of the files, one measure each (${DEFAULT-VALUE})")
  List<Long> rows = List.of();

  @Option(
      names = "--people",
      split = ",",
      defaultValue = "known,new",
      description =
          "whom the rows are about: 20,000 who are known, or a new participant in each and a new volunteer in each fourth (${DEFAULT-VALUE})")
  List<String> people = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "measured rounds, after one that is not (${DEFAULT-VALUE})")
  int rounds;

  @Option(
      names = "--latency",
      description =
          "measure how long small imports take instead: alone, many at once, and beside a large one")
  boolean latency;

  @Option(names = "--json", paramLabel = "FILE", description = "also write the figures to a file")
  @Nullable Path json;

  private long seed;

  @Override
  public Integer call() throws Exception {
    ObjectNode figures = JSON.createObjectNode();
    figures.put("machine", Machine.name()).put("commit", Machine.commit());
    System.out.printf("%s; commit %s%n", Machine.name(), Machine.commit());
    try (LocalStack stack = latency ? LocalStack.start("bench") : stackOfFixedMemory()) {
      calibrate(stack, figures, "before");
      if (latency) {
        new ImportLatencies(stack, rows.getLast()).measure(figures);
      } else {
        measure(stack, figures);
      }
      Calm.await(stack);
      calibrate(stack, figures, "after");
    }
    if (json != null) {
      Files.writeString(
          json, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
    }
    return 0;
  }

  /** What stays in the heap is told beside a limit that is always the same. */
  private static LocalStack stackOfFixedMemory() {
    return LocalStack.startWith("bench", "--worker-memory", MEMORY);
  }

  private static void calibrate(LocalStack stack, ObjectNode figures, String when)
      throws Exception {
    Calibration calibration = Calibration.of(stack);
    System.out.printf("machine %s: %s%n", when, calibration);
    figures.set("calibration_" + when, JSON.valueToTree(calibration));
  }

  private void measure(LocalStack stack, ObjectNode figures) throws Exception {
    figures.put("rounds", rounds).put("spring_batch_chunk", SpringBatchImports.chunk());
    try (SpringBatchProcess springBatch = SpringBatchProcess.start(stack, MEMORY)) {
      Measures measures = new Measures(stack, springBatch);
      for (String crowd : people) {
        for (long size : rows) {
          Crowded measured =
              new Crowded(size, SessionFile.Crowd.valueOf(crowd.toUpperCase(Locale.ROOT)));
          for (int round = 0; round <= rounds; round++) {
            measures.round(measured, round);
          }
          figures.withArray("measures").add(measured.report());
        }
      }
    }
  }

  /** The turns of one round. */
  private final class Measures {
    private final LocalStack stack;
    private final SpringBatchProcess springBatch;
    private final PlatformImports platform;
    private final CopyBaseline copy;
    private final Path file;
    private boolean known;

    Measures(LocalStack stack, SpringBatchProcess springBatch) throws IOException {
      this.stack = stack;
      this.springBatch = springBatch;
      this.platform = new PlatformImports(stack, PLATFORM);
      this.copy = new CopyBaseline(stack, stack.data().resolve("sessions.copy"));
      this.file = stack.data().resolve("sessions.csv");
    }

    /**
     * Everything once.
     *
     * @param round 0 for the one that only warms up and looks at the heap
     */
    void round(Crowded measured, int round) throws Exception {
      if (measured.crowd == SessionFile.Crowd.KNOWN && !known) {
        SessionFile.everybody().write(file);
        for (String tenant : List.of(PLATFORM, SPRING_BATCH)) {
          new PlatformImports(stack, tenant).imported(SessionFile.everybody(), file);
        }
        known = true;
      }
      clear(measured.crowd);
      SessionFile sessions = new SessionFile(measured.rows, ++seed, measured.crowd);
      sessions.write(file);
      // Who goes first changes, so that neither always follows the other.
      if (round % 2 == 0) {
        platform(measured, sessions, round).requireEqual(springBatch(measured, sessions, round));
      } else {
        springBatch(measured, sessions, round).requireEqual(platform(measured, sessions, round));
      }
      double copied = copy.rowsPerSecond();
      if (round > 0) {
        measured.copied.add(copied);
        System.out.printf(
            "%s round %d: %,.0f rows/s, Spring Batch %,.0f rows/s, CopyManager %,.0f rows/s%n",
            measured.name(),
            round,
            measured.imported.getLast(),
            measured.springBatch.getLast(),
            copied);
      }
    }

    private Tables.Counts platform(Crowded measured, SessionFile sessions, int round)
        throws Exception {
      if (round == 0) {
        measured.liveHeap = platform.liveHeap(sessions, file);
      } else {
        PlatformImports.Turn turn = platform.imported(sessions, file);
        measured.imported.add(measured.rows / turn.seconds());
        measured.firstProgress.add(turn.firstProgressSeconds());
        measured.historyEvents.add((double) platform.historyEvents(turn.id()));
      }
      return left(measured, PLATFORM);
    }

    private Tables.Counts springBatch(Crowded measured, SessionFile sessions, int round)
        throws Exception {
      double seconds = springBatch.imported(SPRING_BATCH, file);
      if (round > 0) {
        measured.springBatch.add(measured.rows / seconds);
      }
      return left(measured, SPRING_BATCH);
    }

    /** What a turn left, which goes then. */
    private Tables.Counts left(Crowded measured, String tenant) throws Exception {
      Calm.await(stack);
      Tables.Counts counts = Tables.of(stack, tenant);
      copy.keep();
      clear(measured.crowd);
      return counts;
    }

    private void clear(SessionFile.Crowd crowd) throws Exception {
      Calm.await(stack);
      switch (crowd) {
        case KNOWN -> Tables.clear(stack);
        case NEW -> {
          Tables.clearWithPeople(stack);
          known = false;
        }
      }
    }
  }

  /** What was measured with files of one size about one crowd. */
  private static final class Crowded {
    private final long rows;
    private final SessionFile.Crowd crowd;
    private final List<Double> imported = new ArrayList<>();
    private final List<Double> copied = new ArrayList<>();
    private final List<Double> springBatch = new ArrayList<>();
    private final List<Double> firstProgress = new ArrayList<>();
    private final List<Double> historyEvents = new ArrayList<>();
    private double liveHeap;

    Crowded(long rows, SessionFile.Crowd crowd) {
      this.rows = rows;
      this.crowd = crowd;
    }

    String name() {
      return "%,d rows, %s people".formatted(rows, crowd.name().toLowerCase(Locale.ROOT));
    }

    ObjectNode report() {
      double rate = Medians.of(imported);
      double copyRate = Medians.of(copied);
      double springBatchRate = Medians.of(springBatch);
      System.out.printf(
          "%s: %,.0f rows/s, ratio to CopyManager %.3f, to Spring Batch %.2f; live heap %.0f MB, %,.0f history events, first progress after %.2f s%n",
          name(),
          rate,
          rate / copyRate,
          rate / springBatchRate,
          liveHeap,
          Medians.of(historyEvents),
          Medians.of(firstProgress));
      ObjectNode report =
          JSON.createObjectNode()
              .put("rows", rows)
              .put("people", crowd.name().toLowerCase(Locale.ROOT))
              .put("rows_per_s", rate)
              .put("copy_rows_per_s", copyRate)
              .put("spring_batch_rows_per_s", springBatchRate)
              .put("ratio_copy", rate / copyRate)
              .put("ratio_spring_batch", rate / springBatchRate)
              .put("live_heap_mb", liveHeap)
              .put("history_events", Math.round(Medians.of(historyEvents)))
              .put("first_progress_s", Medians.of(firstProgress));
      ObjectNode each = report.putObject("rounds");
      each.set("rows_per_s", JSON.valueToTree(imported));
      each.set("copy_rows_per_s", JSON.valueToTree(copied));
      each.set("spring_batch_rows_per_s", JSON.valueToTree(springBatch));
      return report;
    }
  }
}
