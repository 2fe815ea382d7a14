package org.teei.csr.workflows.metrics;

import org.teei.csr.workflows.shared.ReplayTest;

class MetricRollUpWorkflowReplayTest extends ReplayTest {

  MetricRollUpWorkflowReplayTest() {
    super(MetricNames.ROLL_UP_TYPE, MetricRollUpWorkflowImpl.class);
  }
}
