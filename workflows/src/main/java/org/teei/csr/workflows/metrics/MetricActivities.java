package org.teei.csr.workflows.metrics;

import io.temporal.activity.ActivityInterface;

/** What metrics needs of the outside. Steps may be repeated. */
@ActivityInterface(namePrefix = "Metrics_")
public interface MetricActivities {

  /**
   * Computes the figures of a period from rows, in one transaction, and keeps them as the next
   * revision if they differ from the latest. Heartbeats at least every five seconds.
   */
  SnapshotResult compute(SnapshotRef ref);

  /** Notes that a snapshot was given up; one that has ended stays as it is. */
  SnapshotResult giveUp(SnapshotRef ref);

  /**
   * Computes the periods of all companies that ended lately, and keeps what is new. Heartbeats at
   * least every five seconds.
   */
  RollUpCounts rollUp();
}
