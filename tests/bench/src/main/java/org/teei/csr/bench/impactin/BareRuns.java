package org.teei.csr.bench.impactin;

import static org.awaitility.Awaitility.await;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Temporal as the bench talks to it: bare runs by Schedules, and what histories say. */
final class BareRuns implements AutoCloseable {
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient workflows;
  private final ScheduleClient schedules;

  private BareRuns(WorkflowServiceStubs stubs) {
    this.stubs = stubs;
    this.workflows = WorkflowClient.newInstance(stubs);
    this.schedules = ScheduleClient.newInstance(stubs);
  }

  static BareRuns on(String target) {
    return new BareRuns(
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build()));
  }

  /** Has a number of Schedules start one workflow each, all at one minute. */
  void schedule(String round, int count, int steps, Instant minute) {
    AtOnce.each(count, number -> schedule(id(round) + number, steps, minute));
  }

  private static String id(String round) {
    return "bench-bare-" + round + "-";
  }

  private void schedule(String id, int steps, Instant minute) {
    var at = minute.atOffset(ZoneOffset.UTC);
    var calendar =
        ScheduleCalendarSpec.newBuilder()
            .setYear(List.of(new ScheduleRange(at.getYear())))
            .setMonth(List.of(new ScheduleRange(at.getMonthValue())))
            .setDayOfMonth(List.of(new ScheduleRange(at.getDayOfMonth())))
            .setHour(List.of(new ScheduleRange(at.getHour())))
            .setMinutes(List.of(new ScheduleRange(at.getMinute())))
            .setSeconds(List.of(new ScheduleRange(0)))
            .build();
    var start =
        ScheduleActionStartWorkflow.newBuilder()
            .setWorkflowType(BareWorker.WORKFLOW_TYPE)
            .setArguments(steps)
            .setOptions(
                WorkflowOptions.newBuilder()
                    .setWorkflowId(id)
                    .setTaskQueue(BareWorker.QUEUE)
                    .build())
            .build();
    var _ =
        schedules.createSchedule(
            id,
            Schedule.newBuilder()
                .setAction(start)
                .setSpec(ScheduleSpec.newBuilder().setCalendars(List.of(calendar)).build())
                .build(),
            ScheduleOptions.newBuilder().build());
  }

  /** Starts a Schedule's run at once, beside those that are due. */
  void trigger(String scheduleId) {
    schedules.getHandle(scheduleId).trigger();
  }

  /** Waits until all runs of a round have ended; when each did. */
  List<Instant> ends(String round, int count, Duration atMost) {
    var ended =
        "WorkflowType = 'Bare' and ExecutionStatus = 'Completed' and WorkflowId starts_with '%s'"
            .formatted(id(round));
    await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> workflows.countWorkflows(ended).getCount() >= count);
    try (Stream<WorkflowExecutionMetadata> runs = workflows.listExecutions(ended)) {
      return runs.map(WorkflowExecutionMetadata::getCloseTime).toList();
    }
  }

  /** A Schedule that has run is of no use any more. */
  void remove(String round, int count) {
    AtOnce.each(count, number -> schedules.getHandle(id(round) + number).delete());
  }

  /** Ids of the workflows that a Schedule started. */
  List<String> startedBy(String scheduleId) {
    try (Stream<WorkflowExecutionMetadata> runs =
        workflows.listExecutions("TemporalScheduledById = '%s'".formatted(scheduleId))) {
      return runs.map(run -> run.getExecution().getWorkflowId()).toList();
    }
  }

  /** How many events the history of a workflow has. */
  int events(String workflowId) {
    return workflows.fetchHistory(workflowId).getEvents().size();
  }

  /** How many activities a workflow had that a worker had to ask for, by its history. */
  int ordinaryActivities(String workflowId) {
    return count(
        workflowId, event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
  }

  /** How many activities a workflow had that its own worker did in passing, by its history. */
  int localActivities(String workflowId) {
    return count(
        workflowId,
        event -> event.getMarkerRecordedEventAttributes().getMarkerName().equals("LocalActivity"));
  }

  private int count(String workflowId, Predicate<HistoryEvent> wanted) {
    return Math.toIntExact(
        workflows.fetchHistory(workflowId).getEvents().stream().filter(wanted).count());
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
