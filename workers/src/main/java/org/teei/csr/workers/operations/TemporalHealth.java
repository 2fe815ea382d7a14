package org.teei.csr.workers.operations;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** Whether Temporal answers and the workers poll; a good answer counts for ten seconds. */
@Component("temporal")
final class TemporalHealth implements HealthIndicator {
  private static final Duration AGE = Duration.ofSeconds(10);

  private final WorkflowClient temporal;
  private final WorkerLifecycle workers;
  private @Nullable Health last;
  private Instant asked = Instant.EPOCH;

  TemporalHealth(WorkflowClient temporal, WorkerLifecycle workers) {
    this.temporal = temporal;
    this.workers = workers;
  }

  @Override
  public synchronized Health health() {
    Health known = last;
    if (known == null
        || !known.getStatus().equals(Status.UP)
        || asked.plus(AGE).isBefore(Instant.now())) {
      known = ask();
      last = known;
      asked = Instant.now();
    }
    return known;
  }

  private Health ask() {
    String namespace = temporal.getOptions().getNamespace();
    try {
      temporal
          .getWorkflowServiceStubs()
          .blockingStub()
          .withDeadlineAfter(2, TimeUnit.SECONDS)
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
      return (workers.polling() ? Health.up() : Health.down())
          .withDetail("namespace", namespace)
          .withDetail("workersPolling", workers.polling())
          .build();
    } catch (StatusRuntimeException e) {
      return Health.down()
          .withDetail("namespace", namespace)
          .withDetail("failure", e.getStatus().getCode().name())
          .build();
    }
  }
}
