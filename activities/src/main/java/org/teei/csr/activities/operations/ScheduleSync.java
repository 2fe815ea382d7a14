package org.teei.csr.activities.operations;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import io.temporal.common.Priority;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.LeasedLoop.Hold;
import org.teei.csr.activities.shared.ScheduledRows;
import org.teei.csr.activities.shared.ScheduledRows.Wanted;
import org.teei.csr.workflows.shared.Attributes;

/**
 * The one writer of Schedules that follow rows: concurrent edits of a Schedule would lose each
 * other. Writes it whole each time, and only as long as this process holds the lease; a write that
 * was lost is repeated, as the row says until then that its Schedule is behind. A new or changed
 * Schedule runs at once.
 */
public final class ScheduleSync implements LeasedLoop.Pass {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleSync.class);

  /** A run that is missed by longer is left out: the next one does its work. */
  private static final Duration CATCH_UP = Duration.ofMinutes(1);

  private final List<ScheduledRows> rows;
  private final ScheduleClient schedules;

  /**
   * @param schedules gives up within seconds when Temporal does not answer
   */
  public ScheduleSync(List<ScheduledRows> rows, ScheduleClient schedules) {
    this.rows = List.copyOf(rows);
    this.schedules = schedules;
  }

  @Override
  public boolean run(Hold hold) {
    for (ScheduledRows some : rows) {
      for (Wanted wanted : some.changed()) {
        hold.keep();
        try {
          write(wanted);
          some.scheduled(wanted);
        } catch (RuntimeException e) {
          if (Outage.causes(e)) {
            throw e;
          }
          LOG.warn("{} could not be written: {}", wanted.scheduleId(), LeasedLoop.causes(e));
        }
      }
    }
    return false;
  }

  private void write(Wanted wanted) {
    if (wanted.deleted()) {
      delete(wanted);
      return;
    }
    Schedule schedule = schedule(wanted);
    try {
      schedules.createSchedule(
          wanted.scheduleId(),
          schedule,
          ScheduleOptions.newBuilder().setTriggerImmediately(!wanted.paused()).build());
    } catch (ScheduleAlreadyRunningException there) {
      var handle = schedules.getHandle(wanted.scheduleId());
      handle.update(ignored -> new ScheduleUpdate(schedule));
      if (!wanted.paused()) {
        handle.trigger(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP);
      }
    }
  }

  private void delete(Wanted wanted) {
    try {
      schedules.getHandle(wanted.scheduleId()).delete();
    } catch (ScheduleException e) {
      if (!Outage.notFound(e)) {
        throw e;
      }
    }
  }

  private static Schedule schedule(Wanted wanted) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(wanted.workflowType())
                .setArguments(wanted.input())
                .setOptions(options(wanted))
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(List.of(new ScheduleIntervalSpec(wanted.interval())))
                .setJitter(wanted.interval().dividedBy(10))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(CATCH_UP)
                .setPauseOnFailure(false)
                .build())
        .setState(
            ScheduleState.newBuilder()
                .setPaused(wanted.paused())
                .setNote("Follows version " + wanted.version() + " of its row")
                .build())
        .build();
  }

  private static WorkflowOptions options(Wanted wanted) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(wanted.scheduleId())
        .setTaskQueue(wanted.taskQueue())
        .setStaticSummary(wanted.summary())
        .setPriority(
            Priority.newBuilder()
                .setPriorityKey(wanted.priority())
                .setFairnessKey(wanted.tenant())
                .build())
        .setTypedSearchAttributes(
            SearchAttributes.newBuilder()
                .set(Attributes.TENANT_ID, wanted.tenant())
                .set(Attributes.STAGE, "queued")
                .set(Attributes.BUSINESS_REF, wanted.rowId().toString())
                .build())
        .build();
  }
}
