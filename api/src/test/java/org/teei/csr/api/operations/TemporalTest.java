package org.teei.csr.api.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.failure.ApplicationFailure;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.workflows.imports.ImportCommand;
import org.teei.csr.workflows.imports.ImportContinuation;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportProgress;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.ImportWorkflow;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.Resolvable;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.ResolveCommand;

/** Commands on the way to a workflow, which here does nothing but obey. */
class TemporalTest {
  private static TestServer.PortBoundTestServer server;
  private static Api api;
  private static WorkerFactory workers;
  private static Http http;

  @BeforeAll
  static void start() {
    var port = Api.freePort();
    server = TestServer.createPortBoundServer(port);
    var target = "127.0.0.1:" + port;
    register(target);
    api = Api.with(Map.of("CSR_TEMPORAL_TARGET", target));
    http = new Http(api);
    workers = WorkerFactory.newInstance(api.bean(WorkflowClient.class));
    workers
        .newWorker(ImportNames.TASK_QUEUE)
        .registerWorkflowImplementationTypes(ObedientImport.class);
  }

  @AfterAll
  static void stop() {
    workers.shutdownNow();
    api.close();
    server.close();
  }

  @Test
  void anImportIsStartedAtOnceAndObeysWhenAWorkerIsThere() {
    var id = upload();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(new Records(api).pendingStarts(id)).isZero());

    // No worker yet: the command is on its way.
    assertThat(http.post("/v1/imports/" + id + "/pause").status()).isEqualTo(202);
    workers.start();

    assertThat(paused(upload()).status()).isEqualTo(200);

    var twice = upload();
    assertThat(paused(twice).status()).isEqualTo(200);
    var again = paused(twice);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.problem()).isEqualTo("imports/already-paused");
    assertThat(new Records(api).auditedActions(twice))
        .containsOnlyOnce("imports.pause-refused")
        .doesNotContain("imports.resume-refused");

    // The row does not show the pause yet.
    assertThat(http.post("/v1/imports/" + twice + "/resume").status()).isEqualTo(200);
    var notPaused = http.post("/v1/imports/" + twice + "/resume");
    assertThat(notPaused.status()).isEqualTo(409);
    assertThat(notPaused.problem()).isEqualTo("imports/not-paused");

    // The row still shows the pause that a resume has just ended.
    showsPaused(twice);
    assertThat(paused(twice).status()).isEqualTo(200);
    assertThat(paused(twice).problem()).isEqualTo("imports/already-paused");

    var ended = upload();
    assertThat(http.post("/v1/imports/" + ended + "/cancel").status()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(http.post("/v1/imports/" + ended + "/cancel").problem())
                .isEqualTo("imports/not-in-this-state"));
    assertThat(new Records(api).auditedActions(ended)).contains("imports.cancel-refused");
    var orphan = park(ended);
    assertThat(
            http.post(
                    "/v1/operations/parked/" + orphan + "/resolve",
                    "{\"action\":\"RETRY\",\"reason\":\"looked at it\",\"expectedSequence\":1}")
                .problem())
        .isEqualTo("operations/not-waiting");
    assertThat(new Records(api).auditedActions(orphan))
        .contains("operations.resolve-retry-refused");

    var parked = upload();
    assertThat(paused(parked).status()).isEqualTo(200);
    var step = park(parked);
    var resolved =
        http.post(
            "/v1/operations/parked/" + step + "/resolve",
            "{\"action\":\"RETRY\",\"reason\":\"looked at it\",\"expectedSequence\":1}");
    assertThat(resolved.status()).isEqualTo(200);
    assertThat(new Records(api).decisionsAbout(step)).isEqualTo(1);
    assertThat(
            http.get("/health").json().get("components").get("temporal").get("status").asString())
        .isEqualTo("UP");
  }

  private static Http.Answer paused(UUID id) {
    return http.post("/v1/imports/" + id + "/pause", "{\"reason\":\"wait\"}");
  }

  private static void showsPaused(UUID id) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_JOBS)
                    .set(IMPORT_JOBS.STATUS, "paused")
                    .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                    .execute());
  }

  private static UUID upload() {
    var file =
        "session_id,participant_email,volunteer_email,scheduled_at\n"
            + UUID.randomUUID()
            + ",a@example.org,b@example.org,2026-01-01\n";
    var accepted = http.csv("/v1/import/sessions", file.getBytes(UTF_8));
    return UUID.fromString(accepted.json().get("id").asString());
  }

  private static UUID park(UUID importId) {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(PARKED_WORKFLOWS)
                    .set(PARKED_WORKFLOWS.TENANT_ID, Api.TENANT)
                    .set(PARKED_WORKFLOWS.PARKED_ID, id)
                    .set(PARKED_WORKFLOWS.FEATURE, "imports")
                    .set(PARKED_WORKFLOWS.WORKFLOW_ID, "imports/demo/" + importId)
                    .set(PARKED_WORKFLOWS.BUSINESS_REF, importId.toString())
                    .set(PARKED_WORKFLOWS.STAGE, "merging")
                    .set(PARKED_WORKFLOWS.FAILURE_CLASS, "TRANSIENT")
                    .set(PARKED_WORKFLOWS.FAILURE_TYPE, "imports/database-away")
                    .set(PARKED_WORKFLOWS.SENTENCE, "The database could not be reached.")
                    .set(PARKED_WORKFLOWS.SEQUENCE, 1)
                    .set(PARKED_WORKFLOWS.ACTIONS, new String[] {"RETRY"})
                    .execute());
    return id;
  }

  private static void register(String target) {
    var stubs =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setTarget(target)
                .validateAndBuildWithDefaults());
    try {
      var request = AddSearchAttributesRequest.newBuilder().setNamespace("default");
      for (var attribute : Attributes.ALL) {
        request.putSearchAttributes(
            attribute.getName(), IndexedValueType.valueOf(attribute.getValueType().name()));
      }
      stubs.blockingStub().addSearchAttributes(request.build());
    } finally {
      stubs.shutdownNow();
    }
  }

  /** Waits until it is cancelled. */
  public static final class ObedientImport implements ImportWorkflow, Resolvable {
    private boolean paused;
    private boolean cancelled;

    @Override
    public ImportCounts run(ImportRef ref, @Nullable ImportContinuation continuation) {
      Workflow.await(() -> cancelled);
      return counts();
    }

    @Override
    public void pause(ImportCommand command) {
      paused = true;
    }

    @Override
    public void mayPause(ImportCommand command) {
      if (paused) {
        throw ApplicationFailure.newNonRetryableFailure("paused", "imports/already-paused");
      }
    }

    @Override
    public void resume(ImportCommand command) {
      paused = false;
    }

    @Override
    public void mayResume(ImportCommand command) {
      if (!paused) {
        throw ApplicationFailure.newNonRetryableFailure("not paused", "imports/not-paused");
      }
    }

    @Override
    public void cancel(ImportCommand command) {
      cancelled = true;
    }

    @Override
    public void mayCancel(ImportCommand command) {}

    @Override
    public ImportProgress progress() {
      return new ImportProgress(ImportStatus.MERGING, 0, 0, counts());
    }

    @Override
    public void resolve(ResolveCommand command) {}

    @Override
    public void mayResolve(ResolveCommand command) {}

    @Override
    public void resolveLater(ResolveCommand command) {}

    @Override
    public @Nullable Parked parked() {
      return null;
    }

    private static ImportCounts counts() {
      return new ImportCounts(0, 0, 0, 0, 0, 0);
    }
  }
}
