package org.teei.csr.workflows.metrics;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Computes nothing, with failures to plan. */
final class FakeMetricActivities implements MetricActivities {

  final List<SnapshotRef> computed = new CopyOnWriteArrayList<>();
  final List<SnapshotRef> givenUp = new CopyOnWriteArrayList<>();
  final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
  volatile SnapshotResult result = new SnapshotResult(SnapshotState.COMPUTED, 1, 10);
  volatile RollUpCounts counts = new RollUpCounts(3, 2, 0);

  @Override
  public SnapshotResult compute(SnapshotRef ref) {
    fail();
    computed.add(ref);
    return result;
  }

  @Override
  public SnapshotResult giveUp(SnapshotRef ref) {
    givenUp.add(ref);
    return new SnapshotResult(SnapshotState.FAILED, 0, 0);
  }

  @Override
  public RollUpCounts rollUp() {
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
