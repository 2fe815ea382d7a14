package org.teei.csr.workflows.identity;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Lets the next key sign access tokens; tokens of the key before are good until they end. Its step
 * parks, see {@link org.teei.csr.workflows.operations.Resolvable}; a run that is given up fails
 * with {@code identity/signing-keys-not-rotated}, and the keys stay as they are until the next one.
 * Runs on the schedule {@link IdentityNames#SIGNING_KEY_ROTATION_SCHEDULE}.
 */
@WorkflowInterface
public interface SigningKeyRotationWorkflow {

  /**
   * @return the key that signs now
   */
  @WorkflowMethod
  RotatedSigningKey run();
}
