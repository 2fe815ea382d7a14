package org.teei.csr.workflows.operations;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** Trying parked steps again that failed for a passing reason. All steps may be repeated. */
@ActivityInterface(namePrefix = "Operations_")
public interface SweepActivities {

  /**
   * Steps that wait because of a {@code TRANSIENT} failure, those that wait longest first, of all
   * tenants.
   */
  List<ParkedRef> transientParked(int limit);

  /**
   * Records the platform's own decision and sends the workflow {@code resolveLater(RETRY)}. A step
   * that does not wait any more, or a workflow that is gone, is no error.
   */
  void retry(ParkedRef parked);
}
