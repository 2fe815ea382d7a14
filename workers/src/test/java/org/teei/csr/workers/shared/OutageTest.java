package org.teei.csr.workers.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.shared.NatsServer;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Database;

class OutageTest {
  @TempDir Path folder;

  private final TemporalServer temporal = TemporalServer.stopped();
  private final NatsServer nats = NatsServer.stopped();
  private final Database database = Database.create();

  @AfterEach
  void stop() {
    nats.close();
    temporal.close();
    database.close();
  }

  @Test
  void aProcessThatStartsBeforeItsServersRecoversByItself() throws Exception {
    int port = URI.create(database.url().substring("jdbc:".length())).getPort();
    try (var gate = new TcpGate(port)) {
      Map<String, String> variables =
          Workers.environment(database, temporal.target(), nats.url(), folder);
      variables.put("CSR_DATABASE_URL", database.url().replace(":" + port, ":" + gate.port()));
      try (var workers = Workers.start(variables)) {
        assertThat(workers.status("/health/liveness")).isEqualTo(200);
        assertThat(workers.status("/health/readiness")).isEqualTo(503);
        gate.open();
        nats.start();
        temporal.start();
        awaitReady(workers);
        Upload upload = Upload.of(database, workers.bean(Storage.class), database.freshTenant(), 5);
        awaitStatus(upload, "completed");
      }
    }
  }

  @Test
  void anImportAcceptedWhileTemporalIsAwayRunsWhenItIsBack() {
    temporal.start();
    nats.start();
    try (var workers =
        Workers.start(Workers.environment(database, temporal.target(), nats.url(), folder))) {
      awaitReady(workers);
      temporal.kill();
      Upload upload = Upload.of(database, workers.bean(Storage.class), database.freshTenant(), 5);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> workers.body("/metrics").contains("csr_starts_total{outcome=\"postponed\"}"));
      assertThat(upload.job().getStatus()).isEqualTo("queued");
      temporal.start();
      awaitStatus(upload, "completed");
    }
  }

  @Test
  void atTheEndRunningStepsAreFinishedAndTheNextProcessGoesOn() {
    temporal.start();
    nats.start();
    Map<String, String> variables =
        Workers.environment(database, temporal.target(), nats.url(), folder);
    Upload upload;
    Instant began;
    try (var workers = Workers.start(variables)) {
      awaitReady(workers);
      upload = Upload.of(database, workers.bean(Storage.class), database.freshTenant(), 60_000);
      awaitStatus(upload, "merging");
      began = Instant.now();
    }
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(35));
    assertThat(pendingSteps(upload))
        .noneMatch(step -> step.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED);
    try (var next = Workers.start(variables)) {
      awaitStatus(upload, "completed");
    }
    assertThat(upload.job().getAcceptedRows()).isEqualTo(60_000);
  }

  private List<PendingActivityInfo> pendingSteps(Upload upload) {
    var stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.target()).build());
    try {
      return WorkflowClient.newInstance(stubs)
          .getWorkflowServiceStubs()
          .blockingStub()
          .describeWorkflowExecution(
              DescribeWorkflowExecutionRequest.newBuilder()
                  .setNamespace("default")
                  .setExecution(WorkflowExecution.newBuilder().setWorkflowId(upload.workflowId()))
                  .build())
          .getPendingActivitiesList();
    } finally {
      stubs.shutdownNow();
    }
  }

  private static void awaitReady(Workers workers) {
    await().atMost(Duration.ofSeconds(90)).until(() -> workers.status("/health/readiness") == 200);
  }

  private static void awaitStatus(Upload upload, String status) {
    await().atMost(Duration.ofSeconds(120)).until(() -> upload.job().getStatus().equals(status));
  }
}
