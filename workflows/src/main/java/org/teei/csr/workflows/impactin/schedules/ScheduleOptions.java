package org.teei.csr.workflows.impactin.schedules;

import io.temporal.workflow.Workflow;
import org.teei.csr.workflows.shared.StepOptions;

/** How the steps of schedules are called. */
final class ScheduleOptions {

  private ScheduleOptions() {}

  static ScheduleActivities quick(String summary) {
    return Workflow.newActivityStub(ScheduleActivities.class, StepOptions.quick(summary));
  }

  static ScheduleActivities bulk(String summary) {
    return Workflow.newActivityStub(ScheduleActivities.class, StepOptions.bulk(summary));
  }
}
