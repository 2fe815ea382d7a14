package org.teei.csr.workflows.shared;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The in-memory server with skipped time, as all workflow tests need it. */
public final class TemporalTesting {

  /** Tolerates a cold JVM under coverage, and tells an activity at once that it is cancelled. */
  static final WorkerOptions PATIENT =
      WorkerOptions.newBuilder()
          .setDefaultDeadlockDetectionTimeout(30_000)
          .setMaxHeartbeatThrottleInterval(Duration.ofMillis(50))
          .build();

  private static final Random random = new Random();

  private TemporalTesting() {}

  /** A server that knows our search attributes and tolerates a cold JVM under coverage. */
  public static TestWorkflowExtension.Builder server() {
    TestWorkflowExtension.Builder builder =
        TestWorkflowExtension.newBuilder().setWorkerOptions(PATIENT);
    Attributes.ALL.forEach(
        key -> builder.registerSearchAttribute(key.getName(), key.getValueType()));
    return builder;
  }

  public static TenantId aTenant() {
    return new TenantId("t" + UUID.randomUUID().toString().substring(0, 8));
  }

  public static int below(int bound) {
    return random.nextInt(bound);
  }

  /** Waits in real time, which does not skip the server's. */
  public static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Did not come true in 30 seconds");
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  /**
   * Waits until a run waits by a timer, as one does that is parked. Before a cancellation: the
   * server in memory can lose one that meets the end of a step.
   */
  public static void waitsByTimer(TestWorkflowEnvironment server, WorkflowStub run) {
    eventually(() ->
        server.getWorkflowExecutionHistory(run.getExecution()).getEvents().stream()
            .anyMatch(HistoryEvent::hasTimerStartedEventAttributes));
  }
}
