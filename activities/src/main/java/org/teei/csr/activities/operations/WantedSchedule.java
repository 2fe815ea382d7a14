package org.teei.csr.activities.operations;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.common.Priority;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.teei.csr.activities.shared.ScheduledRows.Wanted;
import org.teei.csr.workflows.shared.Attributes;

/** The whole Schedule of a row. Its note says which version of the row it follows. */
final class WantedSchedule {
  /** A run that is missed by longer is left out: the next one does its work. */
  private static final Duration CATCH_UP = Duration.ofMinutes(1);

  private static final String BEFORE = "Follows version ";
  private static final String BEHIND = " of its row";

  /** Not left out: the SDK cannot read a Schedule whose runs have a summary and no details. */
  private static final String DETAILS =
      "Started by a Schedule that follows a row: change the row and never the Schedule";

  private WantedSchedule() {}

  static Schedule of(Wanted wanted) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(wanted.workflowType())
                .setArguments(wanted.input())
                .setOptions(options(wanted))
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(List.of(new ScheduleIntervalSpec(wanted.interval(), Duration.ZERO)))
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
                .setNote(BEFORE + wanted.version() + BEHIND)
                .build())
        .build();
  }

  /** The version that a Schedule says it follows; empty where somebody wrote another note. */
  static OptionalInt version(Schedule schedule) {
    var state = schedule.getState();
    String note = state == null || state.getNote() == null ? "" : state.getNote();
    if (!note.startsWith(BEFORE) || !note.endsWith(BEHIND)) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(
          Integer.parseUnsignedInt(note, BEFORE.length(), note.length() - BEHIND.length(), 10));
    } catch (IndexOutOfBoundsException | NumberFormatException notOurs) {
      return OptionalInt.empty();
    }
  }

  private static WorkflowOptions options(Wanted wanted) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(wanted.scheduleId())
        .setTaskQueue(wanted.taskQueue())
        .setStaticSummary(wanted.summary())
        .setStaticDetails(DETAILS)
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
