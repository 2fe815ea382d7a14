package org.teei.csr.bench.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.Medians;

/** How long it takes, as its sender sees it, from the upload of a small file to its completion. */
final class ImportLatencies {
  private static final int SMALL = 100;
  private static final int RUNS = 200;
  private static final int WARM_UP = 30;
  private static final long LARGE_WARM_UP = 100_000;
  private static final int AT_ONCE = 50;
  private static final int ROWS_AT_ONCE = 1_000;
  private static final int SECONDS_ALONE = 60;
  private static final Duration LOOK = Duration.ofMillis(100);

  /** Many who look more often would keep the API busier than their imports keep the worker. */
  private static final Duration LOOK_OF_MANY = Duration.ofSeconds(1);

  private final LocalStack stack;
  private final long large;
  private final ImportsClient one;
  private final ImportsClient other;
  private final AtomicLong seed = new AtomicLong(1_000);

  /**
   * @param large rows of the import that others run beside
   */
  ImportLatencies(LocalStack stack, long large) {
    this.stack = stack;
    this.large = large;
    this.one = stack.as("demo", "company_admin");
    this.other = stack.as("other", "company_admin");
  }

  void measure(ObjectNode figures) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      other.secondsToComplete(file(SMALL), LOOK);
    }
    var _ = large(LARGE_WARM_UP).call();
    Calm.await(stack);
    List<Double> alone = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      alone.add(one.secondsToComplete(file(SMALL), LOOK));
    }
    figures.put("small_p50_s", Medians.of(alone)).put("small_p95_s", p95(alone));
    System.out.printf(
        "%d imports of %d rows, one after the other: p50 %.2f s, p95 %.2f s%n",
        RUNS, SMALL, Medians.of(alone), p95(alone));
    Calm.await(stack);
    atOnce(figures);
    Calm.await(stack);
    fairness(figures);
  }

  private void atOnce(ObjectNode figures) throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      files.add(file(ROWS_AT_ONCE));
    }
    long begin = System.nanoTime();
    List<Double> each = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Double> ended :
          threads.invokeAll(
              files.stream()
                  .<Callable<Double>>map(file -> () -> one.secondsToComplete(file, LOOK_OF_MANY))
                  .toList())) {
        each.add(ended.get());
      }
    }
    double all = (System.nanoTime() - begin) / 1e9;
    figures
        .put("many_s", all)
        .put("many_p50_s", Medians.of(each))
        .put("many_p95_s", p95(each))
        .put("many_rows_per_s", AT_ONCE * ROWS_AT_ONCE / all);
    System.out.printf(
        "%d imports of %,d rows at once: all after %.1f s (%,.0f rows/s), p50 %.2f s, p95 %.2f s%n",
        AT_ONCE, ROWS_AT_ONCE, all, AT_ONCE * ROWS_AT_ONCE / all, Medians.of(each), p95(each));
  }

  /** A small import of one tenant each second, alone and beside a large one of another tenant. */
  private void fairness(ObjectNode figures) throws Exception {
    AtomicLong left = new AtomicLong(SECONDS_ALONE);
    List<Double> alone = eachSecond(() -> left.getAndDecrement() > 0);
    Calm.await(stack);
    Callable<PlatformImports.Turn> sessions = large(large);
    List<Double> beside;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<PlatformImports.Turn> turn = threads.submit(sessions);
      beside = eachSecond(() -> !turn.isDone());
      figures.put("large_rows_per_s", large / turn.get().seconds());
    }
    double ratio = p95(beside) / p95(alone);
    figures
        .put("fair_alone_p95_s", p95(alone))
        .put("fair_beside_p95_s", p95(beside))
        .put("fair_ratio", ratio);
    System.out.printf(
        "an import of %d rows each second: p95 %.2f s alone (%d), %.2f s beside %,d rows of another tenant (%d), ratio %.2f%n",
        SMALL, p95(alone), alone.size(), p95(beside), large, beside.size(), ratio);
  }

  private Callable<PlatformImports.Turn> large(long rows) throws IOException {
    Path file = stack.data().resolve("large.csv");
    SessionFile sessions = new SessionFile(rows, seed.getAndIncrement(), SessionFile.Crowd.KNOWN);
    sessions.write(file);
    return () -> new PlatformImports(stack, "demo").imported(sessions, file);
  }

  /** Whether one more is to be sent. */
  private interface More {
    boolean wanted();
  }

  private List<Double> eachSecond(More more) throws IOException, InterruptedException {
    List<Future<Double>> sent = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long due = System.nanoTime(); more.wanted(); due += 1_000_000_000) {
        byte[] file = file(SMALL);
        Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
        sent.add(threads.submit(() -> other.secondsToComplete(file, LOOK_OF_MANY)));
      }
    }
    List<Double> seconds = new ArrayList<>();
    for (Future<Double> ended : sent) {
      try {
        seconds.add(ended.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return seconds;
  }

  private byte[] file(long rows) throws IOException {
    Path file = Files.createTempFile(stack.data(), "small-", ".csv");
    new SessionFile(rows, seed.getAndIncrement(), SessionFile.Crowd.KNOWN).write(file);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  private static double p95(List<Double> values) {
    return Medians.share(values, 0.95);
  }
}
