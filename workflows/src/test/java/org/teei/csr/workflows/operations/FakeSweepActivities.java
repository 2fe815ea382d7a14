package org.teei.csr.workflows.operations;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Parked steps in memory. */
final class FakeSweepActivities implements SweepActivities {

  final List<ParkedRef> waiting = new CopyOnWriteArrayList<>();
  final List<ParkedRef> retried = new CopyOnWriteArrayList<>();

  @Override
  public List<ParkedRef> transientParked(int limit) {
    return waiting.stream().limit(limit).toList();
  }

  @Override
  public void retry(ParkedRef parked) {
    retried.add(parked);
  }
}
