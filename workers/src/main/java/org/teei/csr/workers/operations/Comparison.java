package org.teei.csr.workers.operations;

import static java.util.Map.entry;

import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workers.operations.Replay.Difference;
import org.teei.csr.workers.operations.Request.Kind;

/**
 * Tells the first difference between a history and what code asked for when it was fed with it.
 *
 * @param events the history, as far as the code had its say in it
 * @param requests what the code asked for up to the difference, in its order
 * @param signals names that the code takes
 * @param updates names that the code takes
 * @param unfinished whether the run goes on after the history
 */
record Comparison(
    List<HistoryEvent> events,
    List<Request> requests,
    Set<String> signals,
    Set<String> updates,
    boolean unfinished) {
  private static final Map<CommandType, Set<Kind>> KINDS =
      Map.ofEntries(
          entry(CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK, Set.of(Kind.STEP)),
          entry(CommandType.COMMAND_TYPE_START_TIMER, Set.of(Kind.TIMER)),
          entry(CommandType.COMMAND_TYPE_START_CHILD_WORKFLOW_EXECUTION, Set.of(Kind.CHILD)),
          entry(
              CommandType.COMMAND_TYPE_RECORD_MARKER,
              Set.of(Kind.VERSION, Kind.SIDE_EFFECT, Kind.LOCAL_STEP)),
          entry(
              CommandType.COMMAND_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES, Set.of(Kind.ATTRIBUTES)),
          entry(CommandType.COMMAND_TYPE_MODIFY_WORKFLOW_PROPERTIES, Set.of(Kind.MEMO)),
          entry(CommandType.COMMAND_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION, Set.of(Kind.SIGNAL)),
          entry(
              CommandType.COMMAND_TYPE_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION,
              Set.of(Kind.CANCELLATION)),
          entry(CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION, Set.of(Kind.END)),
          entry(CommandType.COMMAND_TYPE_FAIL_WORKFLOW_EXECUTION, Set.of(Kind.END)),
          entry(CommandType.COMMAND_TYPE_CANCEL_WORKFLOW_EXECUTION, Set.of(Kind.END)),
          entry(CommandType.COMMAND_TYPE_CONTINUE_AS_NEW_WORKFLOW_EXECUTION, Set.of(Kind.END)));

  private static final Pattern EVENT = Pattern.compile("Failure handling event (\\d+) of type");
  private static final Pattern OTHER_COMMAND =
      Pattern.compile("Event (\\d+) of type \\w+ does not match command type (\\w+)");
  private static final Pattern OTHER_CONTENT =
      Pattern.compile(
          "Command (\\w+) doesn't match event \\w+ with EventId=(\\d+) on check (\\w+)");
  private static final String NO_COMMAND = "No command scheduled that corresponds to";
  private static final String OTHER_LOCAL_STEP = "but was not expected by the execution";
  private static final String OUT_OF_RANGE = "UnsupportedVersion";
  private static final Pattern THROWN =
      Pattern.compile("^Caused by: ([\\w.$]+)(?::|$)", Pattern.MULTILINE);
  private static final Pattern PLACE =
      Pattern.compile(
          "^\\s+at org\\.teei\\.csr\\.workflows\\.[^(]+\\((\\w+\\.java:\\d+)\\)",
          Pattern.MULTILINE);

  /**
   * @param failure all that the SDK said; holds payloads and goes no further
   * @return null where the code only asked for nothing beyond an unfinished history
   */
  @Nullable Difference difference(String failure) {
    long lastEvent = events.getLast().getEventId();
    Matcher content = OTHER_CONTENT.matcher(failure);
    if (content.find()) {
      long event = Long.parseLong(content.group(2));
      return of(event, counterpart(content.group(1), event), content.group(3).equals("activityId"));
    }
    Matcher command = OTHER_COMMAND.matcher(failure);
    if (command.find()) {
      long event = Long.parseLong(command.group(1));
      return of(event, counterpart(command.group(2), event), false);
    }
    Matcher event = EVENT.matcher(failure);
    long eventId = event.find() ? Long.parseLong(event.group(1)) : lastEvent;
    if (failure.contains(NO_COMMAND)) {
      return eventId > lastEvent ? null : of(eventId, null, false);
    }
    if (failure.contains(OTHER_LOCAL_STEP)) {
      return of(eventId, requests.isEmpty() ? null : requests.getLast(), false);
    }
    return thrown(Math.min(eventId, lastEvent), failure);
  }

  /** The request that met the event: the one that is as far among its kind as those before it. */
  private @Nullable Request counterpart(String command, long eventId) {
    Set<Kind> kinds = KINDS.getOrDefault(CommandType.valueOf(command), Set.of());
    List<Request> alike = requests.stream().filter(it -> kinds.contains(it.kind())).toList();
    long before =
        events.stream()
            .filter(event -> event.getEventId() < eventId)
            .filter(event -> kinds.stream().anyMatch(kind -> kind.event == event.getEventType()))
            .count();
    return alike.isEmpty() ? null : alike.get((int) Math.min(before, alike.size() - 1));
  }

  private Difference of(long eventId, @Nullable Request asked, boolean onlyTheId) {
    Optional<HistoryEvent> met = at(eventId);
    String history =
        met.map(EventSentences::of)
            .orElse("nothing more: the run waited for something else to happen");
    String code = asked == null ? "asked for nothing" : "asked for " + asked.readable();
    var last = requests.isEmpty() ? null : requests.getLast();
    String after =
        asked == null && last != null ? " after " + last.readable() + ", and waited" : "";
    Cause cause =
        onlyTheId ? Cause.IDS : met.map(event -> cause(event, asked)).orElse(Cause.STEP_ADDED);
    var told = asked == null ? last : asked;
    return new Difference(
        met.map(HistoryEvent::getEventId).orElse(events.getLast().getEventId()),
        history,
        code + after,
        told == null ? null : told.place(),
        cause,
        likely(cause, met, asked),
        cause.advice,
        List.of());
  }

  private Cause cause(HistoryEvent met, @Nullable Request asked) {
    if (unheard(met).isPresent()) {
      return Cause.HANDLER_REMOVED;
    }
    if (forgottenChange(met).isPresent()) {
      return Cause.VERSION_REMOVED;
    }
    if (EventSentences.isEnd(met)) {
      return asked == null || asked.kind() == Kind.END ? Cause.OTHER : Cause.GOES_ON;
    }
    if (asked == null) {
      return Cause.STEP_REMOVED;
    }
    if (asked.kind() == Kind.END) {
      return Cause.ENDED_EARLIER;
    }
    if (asked.kind() == Kind.TIMER) {
      return met.getEventType() == EventType.EVENT_TYPE_TIMER_STARTED
          ? Cause.OTHER
          : Cause.WAIT_ADDED;
    }
    boolean later = comesAfter(met, asked);
    if (met.getEventType() == EventType.EVENT_TYPE_TIMER_STARTED) {
      return later ? Cause.WAIT_REMOVED : Cause.STEP_ADDED;
    }
    return later ? Cause.STEP_ORDER : Cause.STEP_ADDED;
  }

  private String likely(Cause cause, Optional<HistoryEvent> met, @Nullable Request asked) {
    String there = met.map(EventSentences::of).orElse("the end of the history");
    String here = asked == null ? "a wait" : asked.readable();
    return switch (cause) {
      case STEP_ADDED ->
          "The code has %s before %s, and this run had not: it was added, or renamed."
              .formatted(here, there);
      case STEP_REMOVED -> "The code no longer has %s at this place.".formatted(there);
      case STEP_ORDER ->
          "The code has %s before %s now: they changed places, or the latter was removed."
              .formatted(here, there);
      case WAIT_ADDED -> "The code waits (%s) where this run did not.".formatted(here);
      case WAIT_REMOVED -> "The code no longer waits here (%s).".formatted(there);
      case HANDLER_REMOVED -> deaf(met.flatMap(this::unheard).orElse("such message"));
      case VERSION_REMOVED ->
          "The code no longer asks for the version of the change '%s', which this run has noted."
              .formatted(met.flatMap(this::forgottenChange).orElse(""));
      case ENDED_EARLIER ->
          "The code ends where this run went on: a step was removed, or a condition decides otherwise.";
      case GOES_ON -> "The code has %s where this run ended.".formatted(here);
      case IDS -> "The code drew more or fewer random ids before this step than this run did.";
      case VERSION_REFUSED ->
          "The code no longer supports the version of a change that this run has noted.";
      case EXCEPTION -> "The code cannot take what this run was given.";
      case OTHER -> "The code decides otherwise before this event.";
    };
  }

  /** The first message up to an event that the code has no handler for. */
  private Optional<String> unheard(HistoryEvent met) {
    return upTo(met).flatMap(event -> unheardAt(event).stream()).findFirst();
  }

  private Optional<String> unheardAt(HistoryEvent event) {
    if (event.hasWorkflowExecutionSignaledEventAttributes()) {
      return missing("signal", EventSentences.signal(event), signals);
    }
    return event.hasWorkflowExecutionUpdateAcceptedEventAttributes()
        ? missing("update", EventSentences.update(event), updates)
        : Optional.empty();
  }

  private static Optional<String> missing(String what, String name, Set<String> handled) {
    return handled.contains(name) ? Optional.empty() : Optional.of(what + " '" + name + "'");
  }

  /** The first change that the history has noted up to an event and the code did not ask about. */
  private Optional<String> forgottenChange(HistoryEvent met) {
    Set<String> asked = Set.copyOf(named(Kind.VERSION));
    return upTo(met)
        .flatMap(event -> EventSentences.change(event).stream())
        .filter(change -> !asked.contains(change))
        .findFirst();
  }

  private Stream<HistoryEvent> upTo(HistoryEvent met) {
    return events.stream().filter(event -> event.getEventId() <= met.getEventId());
  }

  private boolean comesAfter(HistoryEvent met, Request asked) {
    return events.stream()
        .filter(event -> event.getEventId() > met.getEventId())
        .anyMatch(event -> EventSentences.isOf(event, asked));
  }

  private List<String> named(Kind kind) {
    return requests.stream().filter(it -> it.kind() == kind).map(Request::name).toList();
  }

  /** The code itself failed, before it could ask for what the history has. */
  private Difference thrown(long eventId, String failure) {
    var types = THROWN.matcher(failure).results().map(found -> found.group(1)).toList();
    String type =
        types.reversed().stream()
            .filter(name -> !name.startsWith("io.temporal.internal"))
            .findFirst()
            .orElse("an exception");
    Optional<HistoryEvent> met = at(eventId);
    Cause exception = failure.contains(OUT_OF_RANGE) ? Cause.VERSION_REFUSED : Cause.EXCEPTION;
    // An update fails the task that hears of it, before the event that accepts it.
    Optional<String> unheard = unheard(events.getLast());
    Cause cause = unheard.isPresent() ? Cause.HANDLER_REMOVED : exception;
    Matcher place = PLACE.matcher(failure);
    return new Difference(
        eventId,
        met.map(EventSentences::of).orElse("more"),
        "failed with " + type.substring(type.lastIndexOf('.') + 1),
        place.find() ? place.group(1) : null,
        cause,
        unheard.map(Comparison::deaf).orElseGet(() -> likely(exception, met, null)),
        cause.advice,
        List.of());
  }

  private static String deaf(String message) {
    return "The code takes no %s any more.".formatted(message);
  }

  private Optional<HistoryEvent> at(long eventId) {
    return events.stream().filter(event -> event.getEventId() == eventId).findFirst();
  }
}
