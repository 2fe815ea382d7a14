package org.teei.csr.workflows.impactin.schedules;

import org.teei.csr.workflows.shared.ReplayTest;

class DeliveryFiringWorkflowReplayTest extends ReplayTest {

  DeliveryFiringWorkflowReplayTest() {
    super(ScheduleNames.FIRING_TYPE, DeliveryFiringWorkflowImpl.class);
  }
}
