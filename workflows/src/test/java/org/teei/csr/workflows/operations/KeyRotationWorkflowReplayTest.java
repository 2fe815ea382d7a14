package org.teei.csr.workflows.operations;

import org.teei.csr.workflows.shared.ReplayTest;

class KeyRotationWorkflowReplayTest extends ReplayTest {

  KeyRotationWorkflowReplayTest() {
    super(OperationsNames.KEY_ROTATION_TYPE, KeyRotationWorkflowImpl.class);
  }
}
