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

  /** Each event that sessions set off is applied by one consumer, which remembers it. */
  private static final String NOT_APPLIED =
      """
      select count(*) from csr.outbox_events event
      where not exists (
        select from csr.event_deduplication applied
        where applied.tenant_id = event.tenant_id and applied.event_id = event.event_id)
      """;

  private Calm() {}

  /** Waits until all events are applied and the worker rests. */
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
      busy = load > IDLE || !stack.value(NOT_APPLIED).equals("0");
      if (System.nanoTime() > end) {
        throw new IllegalStateException("The worker does not come to rest: " + loads);
      }
    }
  }

  private static Duration spent(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow();
  }
}
