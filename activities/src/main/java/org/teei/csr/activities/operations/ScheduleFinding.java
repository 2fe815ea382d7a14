package org.teei.csr.activities.operations;

import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.common.converter.DataConverterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.shared.ScheduledRows.Wanted;
import org.teei.csr.schema.personaldata.DecryptionException;

/** What became of a Schedule since it was written. */
sealed interface ScheduleFinding {

  /** As far as can be told. */
  record AsWritten() implements ScheduleFinding {}

  /**
   * Written by us for another version of the row: by a process that was overtaken, by a write that
   * was not noted any more, or before a restore of Temporal's database.
   */
  record OfAnotherVersion() implements ScheduleFinding {}

  /**
   * By somebody else.
   *
   * @param edits of {@code deleted}, {@code paused}, {@code resumed}, {@code runs}, {@code spec},
   *     {@code policy}, {@code action}, {@code note}; at least one
   */
  record Edited(List<String> edits) implements ScheduleFinding {
    static final Edited DELETED = new Edited(List.of("deleted"));
    static final Edited UNREADABLE = new Edited(List.of("action"));
  }

  /**
   * Compares a Schedule with what was written. Where the row changed since, what it was is known no
   * more: then only what no row changes is compared, and the note, which a pause replaces.
   */
  static ScheduleFinding of(Wanted wanted, Schedule found) {
    OptionalInt version = WantedSchedule.version(found);
    if (version.isPresent() && version.getAsInt() != wanted.written()) {
      return new OfAnotherVersion();
    }
    Schedule expected = WantedSchedule.of(wanted);
    List<String> edits = new ArrayList<>();
    if (wanted.written() == wanted.version()) {
      edits.addAll(edits(expected.getState(), found.getState()));
      if (!Objects.equals(spec(expected.getSpec()), spec(found.getSpec()))) {
        edits.add("spec");
      }
    }
    if (!Objects.equals(policy(expected.getPolicy()), policy(found.getPolicy()))) {
      edits.add("policy");
    }
    if (!sameAction(wanted, expected, found)) {
      edits.add("action");
    }
    if (edits.isEmpty() && version.isEmpty()) {
      edits.add("note");
    }
    return edits.isEmpty() ? new AsWritten() : new Edited(edits);
  }

  private static List<String> edits(
      @Nullable ScheduleState expected, @Nullable ScheduleState found) {
    List<String> edits = new ArrayList<>();
    boolean paused = found != null && found.isPaused();
    if (expected == null || expected.isPaused() != paused) {
      edits.add(paused ? "paused" : "resumed");
    }
    if (found != null && found.isLimitedAction()) {
      edits.add("runs");
    }
    return edits;
  }

  /** In the words of the server, which writes some of what is left out otherwise than we do. */
  private static List<?> spec(@Nullable ScheduleSpec spec) {
    return spec == null
        ? List.of()
        : List.of(
            all(spec.getIntervals()),
            all(spec.getCalendars()),
            all(spec.getCronExpressions()),
            all(spec.getSkip()),
            String.valueOf(spec.getStartAt()),
            String.valueOf(spec.getEndAt()),
            String.valueOf(spec.getJitter()),
            Objects.requireNonNullElse(spec.getTimeZoneName(), ""));
  }

  private static <T> List<T> all(@Nullable List<T> some) {
    return some == null ? List.of() : List.copyOf(some);
  }

  private static List<?> policy(@Nullable SchedulePolicy policy) {
    return policy == null
        ? List.of()
        : List.of(
            policy.getOverlap(),
            String.valueOf(policy.getCatchupWindow()),
            policy.isPauseOnFailure());
  }

  private static boolean sameAction(Wanted wanted, Schedule expected, Schedule found) {
    return expected.getAction() instanceof ScheduleActionStartWorkflow ours
        && found.getAction() instanceof ScheduleActionStartWorkflow theirs
        && options(ours).equals(options(theirs))
        && wanted.input().equals(input(wanted, theirs));
  }

  private static List<?> options(ScheduleActionStartWorkflow action) {
    var options = action.getOptions();
    return List.of(
        action.getWorkflowType(),
        String.valueOf(options.getWorkflowId()),
        String.valueOf(options.getTaskQueue()),
        String.valueOf(options.getPriority()),
        Optional.ofNullable(options.getTypedSearchAttributes()));
  }

  /**
   * Whether a Schedule has payloads that we would not write. Without the keys to read them nothing
   * can be told, which is another failure.
   */
  static boolean unreadable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataConverterException || cause instanceof DecryptionException) {
        return true;
      }
    }
    return false;
  }

  /** Null where it is not one of ours. */
  private static @Nullable Object input(Wanted wanted, ScheduleActionStartWorkflow action) {
    var arguments = action.getArguments();
    try {
      return arguments.getSize() == 1 ? arguments.get(0, wanted.input().getClass()) : null;
    } catch (RuntimeException e) {
      if (unreadable(e)) {
        return null;
      }
      throw e;
    }
  }
}
