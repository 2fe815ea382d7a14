package org.teei.csr.workflows.imports.notices;

import org.teei.csr.workflows.shared.ReplayTest;

class NotificationWorkflowReplayTest extends ReplayTest {

  NotificationWorkflowReplayTest() {
    super(NoticeNames.WORKFLOW_TYPE, NotificationWorkflowImpl.class);
  }
}
