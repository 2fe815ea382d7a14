package org.teei.csr.workflows.operations;

import org.teei.csr.workflows.shared.ReplayTest;

class MasterKeyWorkflowReplayTest extends ReplayTest {

  MasterKeyWorkflowReplayTest() {
    super(OperationsNames.MASTER_KEY_TYPE, MasterKeyWorkflowImpl.class);
  }
}
