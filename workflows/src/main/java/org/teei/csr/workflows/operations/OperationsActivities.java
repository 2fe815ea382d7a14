package org.teei.csr.workflows.operations;

import io.temporal.activity.ActivityInterface;

/** What every workflow needs of the outside for parking and draining. All steps may be repeated. */
@ActivityInterface(namePrefix = "Operations_")
public interface OperationsActivities {

  /** Lists the parked step, once per workflow and sequence. */
  void park(Parked parked);

  /** Records how the parking ended. */
  void unpark(Unparked unparked);

  /** Whether a drain switch holds the run now. */
  boolean held(Gate gate);
}
