package org.teei.csr.workflows.impactin.schedules;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;

/** See {@link ScheduleWatchWorkflow}. */
public final class ScheduleWatchWorkflowImpl implements ScheduleWatchWorkflow {

  @Override
  public WatchCounts run() {
    Workflow.setCurrentDetails(ScheduleSentences.WATCHING);
    WatchCounts counts = ScheduleOptions.bulk(ScheduleSentences.WATCH).watchSchedules();
    Workflow.setCurrentDetails(ScheduleSentences.watched(counts));
    if (counts.failed() > 0) {
      throw ApplicationFailure.newNonRetryableFailure(
          ScheduleSentences.watched(counts), "impactin/watch-incomplete");
    }
    return counts;
  }
}
