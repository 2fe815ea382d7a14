package org.teei.csr.workflows.operations;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Exchanges the data key of a tenant while everything goes on: a new version is made known to each
 * process before it encrypts, and encrypts in each before person keys are wrapped anew. Earlier
 * versions are kept for what cannot be wrapped anew, which is counted. Nothing is unreadable at any
 * moment, wherever it stops: another rotation goes on from there. Its steps park, see {@link
 * Resolvable}, and are held by drain switches.
 */
@WorkflowInterface
public interface KeyRotationWorkflow {

  /**
   * @return what it came to
   */
  @WorkflowMethod
  KeyRotationCounts run(KeyRotationRef ref);
}
