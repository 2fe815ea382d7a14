package org.teei.csr.workers.operations;

import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.VersioningBehavior;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import io.temporal.api.history.v1.WorkflowTaskCompletedEventAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workers.operations.Replay.Difference;
import org.teei.csr.workers.operations.Replay.Verdict;

/** Feeds histories to workflow code, without activities and without a server. */
final class HistoryReplay {
  /** Ends that the code itself asked for; the others came from outside. */
  private static final Set<EventType> ENDS_OF_CODE =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW);

  private static final Set<EventType> ENDS_FROM_OUTSIDE =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT);

  private static final Set<EventType> ENDS_OF_TASKS =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT);

  /**
   * An event that no code asks for. What an unfinished history ends with tells nothing of requests
   * that the code makes beyond it; with this one behind it they come to light.
   */
  private static final String NOTHING_MORE = "csr-nothing-more";

  /** Failures of the codec, which say nothing of the code. */
  private static final Set<String> UNREADABLE =
      Set.of("DecryptionException", "KmsUnavailableException", "DataAccessException");

  private static final WorkerOptions PATIENT =
      WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(60_000).build();

  private final WorkflowCode code;
  private final WorkflowClient client;
  private final Duration patience;

  /**
   * @param client decodes payloads; is asked for nothing else
   * @param patience longer than any replay takes
   */
  HistoryReplay(WorkflowCode code, WorkflowClient client, Duration patience) {
    this.code = code;
    this.client = client;
    this.patience = patience;
  }

  Replay replay(WorkflowExecutionHistory history) {
    List<HistoryEvent> events = history.getEvents();
    var start = events.getFirst().getWorkflowExecutionStartedEventAttributes();
    String type = start.getWorkflowType().getName();
    EventType last = events.getLast().getEventType();
    Verdict verdict = Verdict.NOT_REPLAYED;
    Difference difference = null;
    String trouble = null;
    try {
      difference = difference(history, type);
      verdict = difference == null ? Verdict.DETERMINISTIC : Verdict.DIFFERS;
    } catch (ReplayTrouble e) {
      trouble = e.getMessage();
    }
    return new Replay(
        history.getWorkflowExecution().getWorkflowId(),
        start.getOriginalExecutionRunId(),
        type,
        build(events),
        pinned(events),
        !ENDS_OF_CODE.contains(last) && !ENDS_FROM_OUTSIDE.contains(last),
        events.size(),
        verdict,
        difference,
        trouble);
  }

  private @Nullable Difference difference(WorkflowExecutionHistory history, String type) {
    Class<?> implementation = code.implementation(type);
    List<HistoryEvent> events = steps(history.getEvents());
    if (events.stream().noneMatch(HistoryEvent::hasWorkflowTaskCompletedEventAttributes)) {
      return null;
    }
    boolean unfinished = !ENDS_OF_CODE.contains(events.getLast().getEventType());
    var fed = History.newBuilder().addAllEvents(events);
    if (unfinished) {
      fed.addEvents(nothingMore(events.getLast()));
    }
    var recorder = new RequestRecorder();
    String failure =
        failure(
            new WorkflowExecutionHistory(
                fed.build(), history.getWorkflowExecution().getWorkflowId()),
            implementation,
            recorder);
    var comparison =
        new Comparison(
            events, recorder.requests(), code.signals(type), code.updates(type), unfinished);
    return failure == null ? null : comparison.difference(failure);
  }

  /** What the code has had its say in: without an end from outside and a task that nobody took. */
  private static List<HistoryEvent> steps(List<HistoryEvent> events) {
    int end = events.size();
    if (ENDS_FROM_OUTSIDE.contains(events.getLast().getEventType())) {
      end--;
    }
    int started = -1;
    for (int i = 0; i < end; i++) {
      if (events.get(i).hasWorkflowTaskStartedEventAttributes()) {
        started = i;
      } else if (ENDS_OF_TASKS.contains(events.get(i).getEventType())) {
        started = -1;
      }
    }
    return events.subList(0, started < 0 ? end : started);
  }

  private static HistoryEvent nothingMore(HistoryEvent last) {
    return HistoryEvent.newBuilder(last)
        .clear()
        .setEventId(last.getEventId() + 1)
        .setEventTime(last.getEventTime())
        .setEventType(EventType.EVENT_TYPE_MARKER_RECORDED)
        .setMarkerRecordedEventAttributes(
            MarkerRecordedEventAttributes.newBuilder().setMarkerName(NOTHING_MORE))
        .build();
  }

  /** Everything that the SDK says of the first difference; null where there is none. */
  private @Nullable String failure(
      WorkflowExecutionHistory history, Class<?> implementation, RequestRecorder recorder) {
    // Never started, so there is nothing to shut down; doing so would ask the server.
    var workers =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(recorder)
                .setUsingVirtualWorkflowThreads(true)
                .validateAndBuildWithDefaults());
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Worker worker = workers.newWorker("replay", PATIENT);
      worker.registerWorkflowImplementationTypes(implementation);
      var replay =
          executor.submit(() -> {
            worker.replayWorkflowExecution(history);
            return true;
          });
      try {
        replay.get(patience.toSeconds(), TimeUnit.SECONDS);
        return null;
      } catch (TimeoutException e) {
        replay.cancel(true);
        throw new ReplayTrouble(
            "The replay did not end in " + Durations.readable(patience) + ".", e);
      } catch (ExecutionException e) {
        return readable(whole(e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ReplayTrouble("The replay was interrupted.", e);
      }
    }
  }

  private static String readable(String failure) {
    if (failure.contains(StatusRuntimeException.class.getName())) {
      throw new ReplayTrouble("Temporal does not answer.");
    }
    if (UNREADABLE.stream().anyMatch(failure::contains)) {
      throw new ReplayTrouble("The replayer's keys do not decode the payloads of this run.");
    }
    return failure;
  }

  private static String whole(@Nullable Throwable failure) {
    var text = new StringWriter();
    if (failure != null) {
      failure.printStackTrace(new PrintWriter(text));
    }
    return text.toString();
  }

  private static @Nullable String build(List<HistoryEvent> events) {
    return tasks(events)
        .map(task ->
            task.hasDeploymentVersion()
                ? task.getDeploymentVersion().getBuildId()
                : task.getWorkerVersion().getBuildId())
        .filter(build -> !build.isEmpty())
        .findFirst()
        .orElse(null);
  }

  private static boolean pinned(List<HistoryEvent> events) {
    return tasks(events)
        .findFirst()
        .filter(
            task -> task.getVersioningBehavior() == VersioningBehavior.VERSIONING_BEHAVIOR_PINNED)
        .isPresent();
  }

  /** Those that were completed, newest first. */
  private static Stream<WorkflowTaskCompletedEventAttributes> tasks(List<HistoryEvent> events) {
    return events.reversed().stream()
        .filter(HistoryEvent::hasWorkflowTaskCompletedEventAttributes)
        .map(HistoryEvent::getWorkflowTaskCompletedEventAttributes);
  }
}
