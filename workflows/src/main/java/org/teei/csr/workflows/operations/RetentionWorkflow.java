package org.teei.csr.workflows.operations;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Removes what is kept for a time only, one feature after the other. A feature that fails does not
 * keep the others from their turn; the run then fails with {@code operations/retention-incomplete}
 * and the next one tries again. Runs on the schedule {@link OperationsNames#RETENTION_SCHEDULE}.
 */
@WorkflowInterface
public interface RetentionWorkflow {

  @WorkflowMethod
  RetentionCounts run();
}
