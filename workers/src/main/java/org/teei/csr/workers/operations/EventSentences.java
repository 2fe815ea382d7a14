package org.teei.csr.workers.operations;

import static java.util.Map.entry;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.teei.csr.workers.operations.Request.Kind;

/** Events of a history in plain words: types, names and durations, nothing of payloads. */
final class EventSentences {
  private static final String VERSION_MARKER = "Version";
  private static final String CHANGE_ID = "changeId";
  private static final String LOCAL_STEP_MARKER = "LocalActivity";
  private static final String LOCAL_STEP_TYPE = "type";

  private static final Set<Kind> NAMED = Set.of(Kind.STEP, Kind.LOCAL_STEP, Kind.CHILD);

  private static final Map<EventType, Function<HistoryEvent, String>> SENTENCES =
      Map.ofEntries(
          entry(
              EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
              event ->
                  "the step "
                      + event
                          .getActivityTaskScheduledEventAttributes()
                          .getActivityType()
                          .getName()),
          entry(EventType.EVENT_TYPE_TIMER_STARTED, EventSentences::timer),
          entry(
              EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
              event ->
                  "the child "
                      + event
                          .getStartChildWorkflowExecutionInitiatedEventAttributes()
                          .getWorkflowType()
                          .getName()),
          entry(EventType.EVENT_TYPE_MARKER_RECORDED, EventSentences::marker),
          entry(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES, _ -> "search attributes"),
          entry(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED, _ -> "the end of the run"),
          entry(
              EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
              _ -> "the end of the run by a failure"),
          entry(
              EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
              _ -> "the end of the run by cancellation"),
          entry(
              EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
              _ -> "the run going on as a new one"),
          entry(
              EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
              event -> "the signal '" + signal(event) + "'"),
          entry(
              EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
              event -> "the update '" + update(event) + "'"));

  private EventSentences() {}

  /** An event of a kind that has no sentence of its own is told by the name of its kind. */
  static String of(HistoryEvent event) {
    return SENTENCES
        .getOrDefault(event.getEventType(), other -> words(other.getEventType()))
        .apply(event);
  }

  private static String timer(HistoryEvent event) {
    var time = event.getTimerStartedEventAttributes().getStartToFireTimeout();
    return "a timer of "
        + Durations.readable(Duration.ofSeconds(time.getSeconds(), time.getNanos()));
  }

  /** The name of the signal that an event brings. */
  static String signal(HistoryEvent event) {
    return event.getWorkflowExecutionSignaledEventAttributes().getSignalName();
  }

  /** The name of the update that an event accepts. */
  static String update(HistoryEvent event) {
    return event
        .getWorkflowExecutionUpdateAcceptedEventAttributes()
        .getAcceptedRequest()
        .getInput()
        .getName();
  }

  private static String words(EventType type) {
    return "the event '"
        + type.name().replace("EVENT_TYPE_", "").replace('_', ' ').toLowerCase(Locale.ROOT)
        + "'";
  }

  static boolean isEnd(HistoryEvent event) {
    return event.hasWorkflowExecutionCompletedEventAttributes()
        || event.hasWorkflowExecutionFailedEventAttributes()
        || event.hasWorkflowExecutionCanceledEventAttributes()
        || event.hasWorkflowExecutionContinuedAsNewEventAttributes();
  }

  private static String marker(HistoryEvent event) {
    return localStep(event)
        .map("the local step %s"::formatted)
        .or(() -> change(event).map("the version of the change %s"::formatted))
        .orElse("a side effect");
  }

  /** Whether an event is what such a request leaves behind. */
  static boolean isOf(HistoryEvent event, Request request) {
    if (event.getEventType() != request.kind().event) {
      return false;
    }
    return !NAMED.contains(request.kind()) || of(event).equals(request.readable());
  }

  /** The name of the local step whose outcome the event notes. */
  static Optional<String> localStep(HistoryEvent event) {
    return detail(event, LOCAL_STEP_MARKER, LOCAL_STEP_TYPE);
  }

  /** The change whose version the event notes. */
  static Optional<String> change(HistoryEvent event) {
    return detail(event, VERSION_MARKER, CHANGE_ID);
  }

  /** A detail of one of the SDK's own markers, which it writes in the clear. */
  private static Optional<String> detail(HistoryEvent event, String name, String key) {
    MarkerRecordedEventAttributes marker = event.getMarkerRecordedEventAttributes();
    if (!marker.getMarkerName().equals(name) || !marker.containsDetails(key)) {
      return Optional.empty();
    }
    return Optional.of(
        DefaultDataConverter.STANDARD_INSTANCE.fromPayloads(
            0, Optional.of(marker.getDetailsOrThrow(key)), String.class, String.class));
  }
}
