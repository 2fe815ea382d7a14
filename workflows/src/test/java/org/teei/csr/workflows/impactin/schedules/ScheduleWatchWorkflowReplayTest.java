package org.teei.csr.workflows.impactin.schedules;

import org.teei.csr.workflows.shared.ReplayTest;

class ScheduleWatchWorkflowReplayTest extends ReplayTest {

  ScheduleWatchWorkflowReplayTest() {
    super(ScheduleNames.WATCH_TYPE, ScheduleWatchWorkflowImpl.class);
  }
}
