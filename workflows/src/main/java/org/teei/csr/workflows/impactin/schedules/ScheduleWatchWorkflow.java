package org.teei.csr.workflows.impactin.schedules;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * The dead-man check of schedules: makes up for runs that did not happen and tells of those that
 * are too old. Runs on the schedule {@link ScheduleNames#WATCH_SCHEDULE}.
 */
@WorkflowInterface
public interface ScheduleWatchWorkflow {

  @WorkflowMethod
  WatchCounts run();
}
