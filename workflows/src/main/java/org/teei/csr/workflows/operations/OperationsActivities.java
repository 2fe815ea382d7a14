package org.teei.csr.workflows.operations;

import io.temporal.activity.ActivityInterface;

/**
 * What every workflow needs of the outside for parking and draining; served on each task queue. All
 * steps may be repeated.
 */
@ActivityInterface(namePrefix = "Operations_")
public interface OperationsActivities {

  /** Lists the parked step, once per {@code parkedId}; sequences begin again with each new run. */
  void park(Parked parked);

  /**
   * Records how the parking ended. A parking that is not listed, because the workflow was cancelled
   * before it could be, is no error.
   */
  void unpark(Unparked unparked);

  /** Whether a drain switch holds the run now. Called as a local activity: one short query. */
  boolean held(Gate gate);

  /** Audits a command that came without a decision, other than the resolution of a parking. */
  void unverified(UnverifiedCommand command);
}
