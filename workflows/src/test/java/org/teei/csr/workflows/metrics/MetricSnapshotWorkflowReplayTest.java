package org.teei.csr.workflows.metrics;

import org.teei.csr.workflows.shared.ReplayTest;

class MetricSnapshotWorkflowReplayTest extends ReplayTest {

  MetricSnapshotWorkflowReplayTest() {
    super(MetricNames.SNAPSHOT_TYPE, MetricSnapshotWorkflowImpl.class);
  }
}
