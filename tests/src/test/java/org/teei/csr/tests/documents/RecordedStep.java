package org.teei.csr.tests.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.util.Durations;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.testing.WorkflowHistoryLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.teei.csr.tests.architecture.Checkout;
import org.teei.csr.tests.architecture.Module;

/**
 * A step as it was scheduled in a recorded run.
 *
 * @param sentence its summary in the Temporal UI
 */
record RecordedStep(
    String name,
    String sentence,
    Duration oneTry,
    Duration inAll,
    Duration heartbeat,
    int attempts) {
  private static final Path HISTORIES =
      Module.WORKFLOWS.folder().resolve("src/test/resources/histories");

  /** The steps of all recorded runs of a workflow, each once, in the order of first appearance. */
  static List<RecordedStep> of(String workflow) {
    Map<String, RecordedStep> steps = new LinkedHashMap<>();
    for (Path file : Checkout.files(HISTORIES.resolve(workflow), ".json")) {
      events(file).stream()
          .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
          .map(RecordedStep::of)
          .forEach(step -> steps.putIfAbsent(step.name(), step));
    }
    return List.copyOf(steps.values());
  }

  private static List<HistoryEvent> events(Path file) {
    try {
      return WorkflowHistoryLoader.readHistory(file.toFile()).getEvents();
    } catch (Exception e) {
      throw new IllegalStateException(Checkout.relative(file), e);
    }
  }

  private static RecordedStep of(HistoryEvent event) {
    ActivityTaskScheduledEventAttributes step = event.getActivityTaskScheduledEventAttributes();
    return new RecordedStep(
        step.getActivityType().getName(),
        event.getUserMetadata().getSummary().getData().toString(UTF_8).replace("\"", ""),
        duration(step.getStartToCloseTimeout()),
        duration(step.getScheduleToCloseTimeout()),
        duration(step.getHeartbeatTimeout()),
        step.getRetryPolicy().getMaximumAttempts());
  }

  private static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofMillis(Durations.toMillis(duration));
  }
}
