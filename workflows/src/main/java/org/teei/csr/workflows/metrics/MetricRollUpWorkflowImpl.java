package org.teei.csr.workflows.metrics;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;

/** See {@link MetricRollUpWorkflow}. */
public final class MetricRollUpWorkflowImpl implements MetricRollUpWorkflow {

  @Override
  public RollUpCounts run() {
    Workflow.setCurrentDetails(MetricSentences.ROLLING_UP);
    RollUpCounts counts = MetricOptions.bulk(MetricSentences.ROLL_UP).rollUp();
    Workflow.setCurrentDetails(MetricSentences.rolledUp(counts));
    if (counts.failed() > 0) {
      throw ApplicationFailure.newNonRetryableFailure(
          MetricSentences.rolledUp(counts), "metrics/roll-up-incomplete");
    }
    return counts;
  }
}
