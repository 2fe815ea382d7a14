package org.teei.csr.workflows.operations;

import org.teei.csr.workflows.shared.ReplayTest;

class RetentionWorkflowReplayTest extends ReplayTest {

  RetentionWorkflowReplayTest() {
    super(OperationsNames.RETENTION_TYPE, RetentionWorkflowImpl.class);
  }
}
