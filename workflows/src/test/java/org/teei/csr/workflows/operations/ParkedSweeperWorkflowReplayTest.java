package org.teei.csr.workflows.operations;

import org.teei.csr.workflows.shared.ReplayTest;

class ParkedSweeperWorkflowReplayTest extends ReplayTest {

  ParkedSweeperWorkflowReplayTest() {
    super(OperationsNames.PARKED_SWEEPER_TYPE, ParkedSweeperWorkflowImpl.class);
  }
}
