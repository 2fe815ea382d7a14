package org.teei.csr.workflows.identity;

import org.teei.csr.workflows.shared.ReplayTest;

class SigningKeyRotationWorkflowReplayTest extends ReplayTest {

  SigningKeyRotationWorkflowReplayTest() {
    super(IdentityNames.SIGNING_KEY_ROTATION_TYPE, SigningKeyRotationWorkflowImpl.class);
  }
}
