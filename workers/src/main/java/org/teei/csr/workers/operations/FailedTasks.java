package org.teei.csr.workers.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.MetricsTag;
import io.temporal.worker.MetricsType;
import io.temporal.worker.WorkerMetricsTag.WorkerType;
import java.util.HashMap;

/**
 * The figure of workflow tasks that failed because code could not follow its run. The SDK tells it
 * from the first failure on, and what begins at one shows an alert no rise; here it begins at zero.
 */
record FailedTasks(MeterRegistry meters, String namespace) {

  /** Tells that none of a workflow has failed yet. */
  void beginAtZero(String queue, String workflowType) {
    var tags = new HashMap<>(MetricsTag.defaultTags(namespace));
    tags.put(MetricsTag.TASK_QUEUE, queue);
    tags.put(WorkerType.WORKFLOW_WORKER.getTag(), WorkerType.WORKFLOW_WORKER.getValue());
    tags.put(MetricsTag.WORKFLOW_TYPE, workflowType);
    tags.put(MetricsTag.TASK_FAILURE_TYPE, MetricsTag.TASK_FAILURE_VALUE_NON_DETERMINISM_ERROR);
    // The SDK's own, because it drops zeros before it gets here.
    new MicrometerClientStatsReporter(meters)
        .reportCounter(MetricsType.WORKFLOW_TASK_EXECUTION_FAILURE_COUNTER, tags, 0);
  }
}
