package org.teei.csr.workflows.metrics;

import io.temporal.workflow.Workflow;
import org.teei.csr.workflows.shared.StepOptions;

/** How the steps of metrics are called. */
final class MetricOptions {

  private MetricOptions() {}

  /** Work on many rows. */
  static MetricActivities bulk(String summary) {
    return Workflow.newActivityStub(MetricActivities.class, StepOptions.bulk(summary));
  }

  static MetricActivities relentless(String summary) {
    return Workflow.newActivityStub(MetricActivities.class, StepOptions.relentless(summary));
  }
}
