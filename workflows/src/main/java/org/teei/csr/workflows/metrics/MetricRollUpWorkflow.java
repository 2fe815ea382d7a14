package org.teei.csr.workflows.metrics;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Keeps the figures of months and quarters that ended lately: the first time, and as another
 * revision where late rows moved them. A company that fails does not keep the others from their
 * turn; the run then fails with {@code metrics/roll-up-incomplete} and the next one tries again.
 * Runs on the schedule {@link MetricNames#ROLL_UP_SCHEDULE}.
 */
@WorkflowInterface
public interface MetricRollUpWorkflow {

  @WorkflowMethod
  RollUpCounts run();
}
