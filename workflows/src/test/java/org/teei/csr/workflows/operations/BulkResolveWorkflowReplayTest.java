package org.teei.csr.workflows.operations;

import org.teei.csr.workflows.shared.ReplayTest;

class BulkResolveWorkflowReplayTest extends ReplayTest {

  BulkResolveWorkflowReplayTest() {
    super(OperationsNames.BULK_RESOLVE_TYPE, BulkResolveWorkflowImpl.class);
  }
}
