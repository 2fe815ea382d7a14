package org.teei.csr.workflows.impactin.schedules;

import java.time.LocalDate;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens nothing, with failures to plan. */
final class FakeScheduleActivities implements ScheduleActivities {

  final List<Firing> firings = new CopyOnWriteArrayList<>();
  final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
  volatile Fired fired = new Fired(new UUID(8, 1), LocalDate.of(2026, 10, 1), true);
  volatile WatchCounts counts = new WatchCounts(2, 1, 0);

  @Override
  public Fired fire(Firing firing) {
    fail();
    firings.add(firing);
    return fired;
  }

  @Override
  public WatchCounts watchSchedules() {
    fail();
    return counts;
  }

  private void fail() {
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
  }
}
