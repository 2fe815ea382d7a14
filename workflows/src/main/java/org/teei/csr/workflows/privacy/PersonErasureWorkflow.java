package org.teei.csr.workflows.privacy;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Carries out an erasure that two people agreed on. It is never given up: a step that fails for
 * good parks, see {@link org.teei.csr.workflows.operations.Resolvable}, can only be tried again,
 * and is tried again by itself when nobody decides for seven days. A run that is cancelled erases
 * the person before it ends; who terminates it has the erasure lapse.
 */
@WorkflowInterface
public interface PersonErasureWorkflow {

  /**
   * @return what it came to
   */
  @WorkflowMethod
  PersonErasureResult run(PersonErasureRef ref);
}
