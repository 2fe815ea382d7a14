package org.teei.csr.workflows.operations;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Tries parked steps again that failed for a passing reason, a few at a time. Runs on the schedule
 * {@link OperationsNames#PARKED_SWEEPER_SCHEDULE}; what one run leaves the next one finds.
 */
@WorkflowInterface
public interface ParkedSweeperWorkflow {

  @WorkflowMethod
  SweepCounts run();
}
