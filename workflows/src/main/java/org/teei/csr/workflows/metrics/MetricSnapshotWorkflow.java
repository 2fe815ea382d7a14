package org.teei.csr.workflows.metrics;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Computes the figures of a company in a period, once, and keeps them. Held by drain switches; a
 * step that fails for good parks, see {@link org.teei.csr.workflows.operations.Resolvable}. One
 * that is given up or cancelled keeps no figures and says so in its row.
 */
@WorkflowInterface
public interface MetricSnapshotWorkflow {

  /**
   * @return what it came to
   */
  @WorkflowMethod
  SnapshotResult run(SnapshotRef ref);
}
