package org.teei.csr.workers.operations;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.common.Priority;
import java.time.Duration;
import java.util.List;
import org.teei.csr.workflows.identity.IdentityNames;
import org.teei.csr.workflows.impactin.schedules.ScheduleNames;
import org.teei.csr.workflows.metrics.MetricNames;
import org.teei.csr.workflows.operations.OperationsNames;

/** The platform's own Schedules. They are made once; what an operator changes stays. */
final class Schedules {
  private static final int BACKGROUND = 5;

  private Schedules() {}

  static void ensure(ScheduleClient schedules, Duration signingKeyRotation) {
    ensure(
        schedules,
        IdentityNames.SIGNING_KEY_ROTATION_SCHEDULE,
        IdentityNames.TASK_QUEUE,
        IdentityNames.SIGNING_KEY_ROTATION_TYPE,
        "Lets the next key sign access tokens",
        ScheduleSpec.newBuilder()
            .setIntervals(List.of(new ScheduleIntervalSpec(signingKeyRotation)))
            .build());
    ensure(
        schedules,
        OperationsNames.PARKED_SWEEPER_SCHEDULE,
        OperationsNames.TASK_QUEUE,
        OperationsNames.PARKED_SWEEPER_TYPE,
        "Tries parked work again that failed for a passing reason",
        ScheduleSpec.newBuilder()
            .setIntervals(List.of(new ScheduleIntervalSpec(Duration.ofMinutes(15))))
            .build());
    ensure(
        schedules,
        OperationsNames.RETENTION_SCHEDULE,
        OperationsNames.TASK_QUEUE,
        OperationsNames.RETENTION_TYPE,
        "Removes what is past its time",
        ScheduleSpec.newBuilder()
            .setCalendars(
                List.of(
                    ScheduleCalendarSpec.newBuilder()
                        .setHour(List.of(new ScheduleRange(3)))
                        .build()))
            .setJitter(Duration.ofMinutes(10))
            .setTimeZoneName("UTC")
            .build());
    ensure(
        schedules,
        MetricNames.ROLL_UP_SCHEDULE,
        MetricNames.TASK_QUEUE,
        MetricNames.ROLL_UP_TYPE,
        "Computes the figures of periods that ended lately",
        ScheduleSpec.newBuilder()
            .setCalendars(
                List.of(
                    ScheduleCalendarSpec.newBuilder()
                        .setHour(List.of(new ScheduleRange(1)))
                        .build()))
            .setJitter(Duration.ofMinutes(10))
            .setTimeZoneName("UTC")
            .build());
    ensure(
        schedules,
        ScheduleNames.WATCH_SCHEDULE,
        ScheduleNames.TASK_QUEUE,
        ScheduleNames.WATCH_TYPE,
        "Looks whether all schedules of deliveries have run",
        ScheduleSpec.newBuilder()
            .setIntervals(List.of(new ScheduleIntervalSpec(Duration.ofMinutes(15))))
            .build());
  }

  /** A run that finds the one before still at work is left out; one missed by an hour too. */
  private static void ensure(
      ScheduleClient schedules,
      String id,
      String taskQueue,
      String workflowType,
      String summary,
      ScheduleSpec spec) {
    var action =
        ScheduleActionStartWorkflow.newBuilder()
            .setWorkflowType(workflowType)
            .setOptions(
                WorkflowOptions.newBuilder()
                    .setWorkflowId(id.replace("/", "/platform/"))
                    .setTaskQueue(taskQueue)
                    .setStaticSummary(summary)
                    .setPriority(Priority.newBuilder().setPriorityKey(BACKGROUND).build())
                    .build())
            .build();
    var schedule =
        Schedule.newBuilder()
            .setAction(action)
            .setSpec(spec)
            .setPolicy(
                SchedulePolicy.newBuilder()
                    .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                    .setCatchupWindow(Duration.ofHours(1))
                    .setPauseOnFailure(false)
                    .build())
            .build();
    try {
      schedules.createSchedule(id, schedule, ScheduleOptions.newBuilder().build());
    } catch (ScheduleAlreadyRunningException e) {
      // Made by an earlier start or another process.
    }
  }
}
