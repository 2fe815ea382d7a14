package org.teei.csr.workflows.operations;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Tells many parked steps what to do, page by page, by one decision. Its own steps park like any
 * other, see {@link Resolvable}; when it is given up or cancelled, what was told stays told.
 */
@WorkflowInterface
public interface BulkResolveWorkflow {

  /**
   * @return how far it came
   */
  @WorkflowMethod
  BulkPage run(BulkRef ref);
}
