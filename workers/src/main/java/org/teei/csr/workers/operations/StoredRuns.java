package org.teei.csr.workers.operations;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

  /**
   * The newest run of the id where the run is not named.
   *
   * @throws ReplayTrouble if there is none
   */
  WorkflowExecutionHistory history(Run run) {
    return found(run)
        .orElseThrow(
            () -> new ReplayTrouble("Temporal knows no such run of " + run.workflowId() + "."));
  }

  /** The same; nothing where there is none, or none any more. */
  Optional<WorkflowExecutionHistory> found(Run run) {
    try {
      String runId = run.runId() == null ? newest(run.workflowId()) : run.runId();
      var history = client.fetchHistory(run.workflowId(), runId).getHistory();
      return Optional.of(new WorkflowExecutionHistory(history, run.workflowId()));
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    } catch (WorkflowServiceException e) {
      throw new ReplayTrouble("Temporal does not answer.", e);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw unreachable(e);
    }
  }

  private String newest(String workflowId) {
    return client.newUntypedWorkflowStub(workflowId).describe().getExecution().getRunId();
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
