package org.teei.csr.activities.operations;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.common.Priority;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.teei.csr.activities.shared.ScheduledRows.Timing;
import org.teei.csr.activities.shared.ScheduledRows.Wanted;
import org.teei.csr.engines.impactin.Rhythm;
import org.teei.csr.workflows.shared.Attributes;

/** The whole Schedule of a row. Its note says which version of the row it follows. */
final class WantedSchedule {
  /** A run that is missed by longer is left out: the next one does its work. */
  private static final Duration CATCH_UP = Duration.ofMinutes(1);

  /** Spelled out as the server does, so that what it has is what was written. */
  private static final List<ScheduleRange> FULL_MINUTES = List.of(new ScheduleRange(0, 0, 1));

  private static final String BEFORE = "Kept by the platform as version ";
  private static final String BEHIND = ": what is changed here is undone";

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
        .setSpec(spec(wanted.timing()))
        .setPolicy(policy(wanted.timing()))
        .setState(
            ScheduleState.newBuilder()
                .setPaused(wanted.paused())
                .setNote(BEFORE + wanted.version() + BEHIND)
                .build())
        .build();
  }

  private static ScheduleSpec spec(Timing timing) {
    return switch (timing) {
      case Timing.Every(Duration interval) ->
          ScheduleSpec.newBuilder()
              .setIntervals(List.of(new ScheduleIntervalSpec(interval, Duration.ZERO)))
              .setJitter(interval.dividedBy(10))
              .build();
      case Timing.At at ->
          ScheduleSpec.newBuilder()
              .setCalendars(at.rhythm().fields().stream().map(WantedSchedule::calendar).toList())
              .setTimeZoneName(at.rhythm().zone().getId())
              .setJitter(at.jitter())
              .setEndAt(at.until())
              .build();
    };
  }

  private static ScheduleCalendarSpec calendar(Rhythm.Fields fields) {
    return ScheduleCalendarSpec.newBuilder()
        .setSeconds(FULL_MINUTES)
        .setMinutes(ranges(fields.minute()))
        .setHour(ranges(fields.hour()))
        .setDayOfMonth(ranges(fields.dayOfMonth()))
        .setMonth(ranges(fields.month()))
        .setDayOfWeek(ranges(fields.dayOfWeek()))
        .build();
  }

  private static List<ScheduleRange> ranges(List<Rhythm.Range> ranges) {
    return ranges.stream()
        .map(range -> new ScheduleRange(range.first(), range.last(), range.step()))
        .toList();
  }

  private static SchedulePolicy policy(Timing timing) {
    return switch (timing) {
      case Timing.Every _ -> policy(false, CATCH_UP);
      case Timing.At at -> policy(at.waits(), at.catchUp());
    };
  }

  private static SchedulePolicy policy(boolean waits, Duration catchUp) {
    return SchedulePolicy.newBuilder()
        .setOverlap(
            waits
                ? ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE
                : ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
        .setCatchupWindow(catchUp)
        .setPauseOnFailure(false)
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
