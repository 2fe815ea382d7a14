package org.teei.csr.bench.imports;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.teei.csr.bench.shared.LocalStack;

/** The time between two measures, in which nothing of the first one is at work any more. */
final class Calm {
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** A worker that waits takes less of a core than this. */
  private static final double IDLE = 0.15;

  private static final String UNPUBLISHED =
      "select count(*) from csr.outbox_positions where published_position < last_position";

  private Calm() {}

  /** Waits until all events are published and the worker rests, which applies them. */
  static void await(LocalStack stack) throws SQLException, InterruptedException {
    ProcessHandle worker = ProcessHandle.of(stack.pid("worker")).orElseThrow();
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<Double> loads = new ArrayList<>();
    boolean busy = true;
    while (busy) {
      Duration before = spent(worker);
      Thread.sleep(LOOK);
      double load = (double) spent(worker).minus(before).toMillis() / LOOK.toMillis();
      loads.add(load);
      busy = load > IDLE || !stack.value(UNPUBLISHED).equals("0");
      if (System.nanoTime() > end) {
        throw new IllegalStateException("The worker does not come to rest: " + loads);
      }
    }
  }

  private static Duration spent(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow();
  }
}
