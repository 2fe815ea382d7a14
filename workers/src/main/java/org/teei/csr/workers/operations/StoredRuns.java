package org.teei.csr.workers.operations;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The runs that a server remembers, and those that somebody has put into a file. */
final class StoredRuns {

  /** One of them. */
  record Run(String workflowId, @Nullable String runId) {}

  private final WorkflowClient client;

  StoredRuns(WorkflowClient client) {
    this.client = client;
  }

  /** All that are open, oldest first. */
  List<Run> open() {
    try (var found = client.listExecutions("ExecutionStatus = 'Running'")) {
      return runs(found).toList().reversed();
    } catch (StatusRuntimeException e) {
      throw unreachable(e);
    }
  }

  /**
   * The newest closed runs of a type.
   *
   * @param count at most this many
   */
  List<Run> closed(String type, int count) {
    try (var found =
        client.listExecutions(
            "ExecutionStatus != 'Running' and WorkflowType = '%s'".formatted(type))) {
      return runs(found.limit(count)).toList();
    } catch (StatusRuntimeException e) {
      throw unreachable(e);
    }
  }

  private static Stream<Run> runs(Stream<WorkflowExecutionMetadata> found) {
    return found.map(
        it -> new Run(it.getExecution().getWorkflowId(), it.getExecution().getRunId()));
  }

  /** The newest run of the id where the run is not named. */
  WorkflowExecutionHistory history(Run run) {
    String runId = run.runId();
    if (runId == null) {
      try {
        runId =
            client.newUntypedWorkflowStub(run.workflowId()).describe().getExecution().getRunId();
      } catch (StatusRuntimeException | io.temporal.client.WorkflowException e) {
        throw new ReplayTrouble("Temporal knows no run of " + run.workflowId() + ".", e);
      }
    }
    try {
      var history = client.fetchHistory(run.workflowId(), runId);
      return new WorkflowExecutionHistory(history.getHistory(), run.workflowId());
    } catch (StatusRuntimeException e) {
      throw new ReplayTrouble(
          "The history of %s is not there: %s."
              .formatted(run.workflowId(), e.getStatus().getCode()),
          e);
    }
  }

  /** A history as Temporal's command line and user interface save it. */
  static WorkflowExecutionHistory read(Path file) {
    try {
      var read = WorkflowExecutionHistory.fromJson(Files.readString(file));
      var start = read.getEvents().getFirst().getWorkflowExecutionStartedEventAttributes();
      return new WorkflowExecutionHistory(read.getHistory(), start.getWorkflowId());
    } catch (IOException e) {
      throw new ReplayTrouble(file + " cannot be read.", e);
    } catch (RuntimeException e) {
      throw new ReplayTrouble(file + " holds no history in JSON.", e);
    }
  }

  private static ReplayTrouble unreachable(StatusRuntimeException e) {
    return new ReplayTrouble("Temporal does not answer: " + e.getStatus().getCode() + ".", e);
  }
}
