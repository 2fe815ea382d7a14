package org.teei.csr.workflows.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Today's code of one workflow takes each recorded path exactly as it was taken then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ReplayTest {

  private final String workflowType;
  private final Class<?> implementation;

  protected ReplayTest(String workflowType, Class<?> implementation) {
    this.workflowType = workflowType;
    this.implementation = implementation;
  }

  Stream<Scenario> paths() {
    return RecordHistories.scenarios().stream()
        .filter(scenario -> scenario.workflowType().equals(workflowType));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void takesTheRecordedPath(Scenario path) throws Exception {
    replay(history(path), implementation);
  }

  /** Replays on a worker that tolerates a cold JVM under coverage. */
  protected static void replay(WorkflowExecutionHistory history, Class<?> implementation)
      throws Exception {
    try (TestWorkflowEnvironment server = TestWorkflowEnvironment.newInstance()) {
      Worker worker = server.newWorker("replay", TemporalTesting.PATIENT);
      worker.registerWorkflowImplementationTypes(implementation);
      WorkflowReplayer.replayWorkflowExecution(history, worker);
    }
  }

  /** The recorded history; its absence fails the test. */
  public static WorkflowExecutionHistory history(Scenario path) {
    try (InputStream recorded =
        ReplayTest.class.getResourceAsStream("/" + path.file().toString())) {
      assertThat(recorded).as("history of %s", path).isNotNull();
      return WorkflowExecutionHistory.fromJson(
          new String(recorded.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public static WorkflowExecutionHistory history(String workflowType, String path) {
    return history(new Scenario(workflowType, path, false, null));
  }
}
