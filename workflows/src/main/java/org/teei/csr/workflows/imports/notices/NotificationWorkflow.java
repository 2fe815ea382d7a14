package org.teei.csr.workflows.imports.notices;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Delivers one notice about an import to one receiver, at least once and always with the same id. A
 * delivery that fails for good parks, see {@link org.teei.csr.workflows.operations.Resolvable}; one
 * that is aborted, cancelled from outside or not decided about for seven days is given up and can
 * be sent again, which is a new run with the same id.
 */
@WorkflowInterface
public interface NotificationWorkflow {

  /**
   * @return what it came to
   */
  @WorkflowMethod
  NoticeOutcome run(NoticeRef ref);
}
