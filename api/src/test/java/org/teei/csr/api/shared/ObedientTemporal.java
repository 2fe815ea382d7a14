package org.teei.csr.api.shared;

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
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.impactin.deliveries.ObedientDelivery;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;
import org.teei.csr.workflows.imports.ImportCommand;
import org.teei.csr.workflows.imports.ImportContinuation;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportProgress;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.ImportWorkflow;
import org.teei.csr.workflows.imports.UndoContinuation;
import org.teei.csr.workflows.imports.UndoCounts;
import org.teei.csr.workflows.imports.UndoProgress;
import org.teei.csr.workflows.imports.UndoWorkflow;
import org.teei.csr.workflows.imports.groups.GroupContinuation;
import org.teei.csr.workflows.imports.groups.GroupCounts;
import org.teei.csr.workflows.imports.groups.GroupProgress;
import org.teei.csr.workflows.imports.groups.GroupRef;
import org.teei.csr.workflows.imports.groups.GroupStatus;
import org.teei.csr.workflows.imports.groups.ImportGroupWorkflow;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.Resolvable;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.ResolveCommand;

/** An application with a Temporal service, where imports and deliveries do nothing but obey. */
public final class ObedientTemporal implements AutoCloseable {
  private final TestServer.PortBoundTestServer server;
  private final Api api;
  private final WorkerFactory workers;

  public ObedientTemporal() {
    var port = Api.freePort();
    server = TestServer.createPortBoundServer(port);
    var target = "127.0.0.1:" + port;
    register(target);
    api = Api.with(Map.of("CSR_TEMPORAL_TARGET", target));
    workers = WorkerFactory.newInstance(api.bean(WorkflowClient.class));
    workers
        .newWorker(ImportNames.TASK_QUEUE)
        .registerWorkflowImplementationTypes(
            ObedientImport.class, ObedientGroup.class, ObedientUndo.class);
    workers
        .newWorker(DeliveryNames.TASK_QUEUE)
        .registerWorkflowImplementationTypes(ObedientDelivery.class);
  }

  public Api api() {
    return api;
  }

  /** Until then nobody obeys. */
  public void startWorkers() {
    workers.start();
  }

  /** Lists a step of an import as parked. */
  public UUID park(UUID importId) {
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

  @Override
  public void close() {
    workers.shutdownNow();
    api.close();
    server.close();
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
    public void approve(ImportCommand command) {}

    @Override
    public void mayApprove(ImportCommand command) {}

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

  /** Waits until it is cancelled. */
  public static final class ObedientGroup implements ImportGroupWorkflow {
    private boolean paused;
    private boolean cancelled;

    @Override
    public GroupCounts run(GroupRef ref, @Nullable GroupContinuation continuation) {
      Workflow.await(() -> cancelled);
      return new GroupCounts(0, 0, 0);
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
    public GroupProgress progress() {
      return new GroupProgress(GroupStatus.IMPORTING, new GroupCounts(0, 0, 0));
    }
  }

  /** Waits until it is cancelled. */
  public static final class ObedientUndo implements UndoWorkflow {
    private boolean cancelled;

    @Override
    public UndoCounts run(ImportRef ref, @Nullable UndoContinuation continuation) {
      Workflow.await(() -> cancelled);
      return counts();
    }

    @Override
    public void pause(ImportCommand command) {}

    @Override
    public void mayPause(ImportCommand command) {}

    @Override
    public void resume(ImportCommand command) {}

    @Override
    public void mayResume(ImportCommand command) {
      throw ApplicationFailure.newNonRetryableFailure("not paused", "imports/not-paused");
    }

    @Override
    public void cancel(ImportCommand command) {
      cancelled = true;
    }

    @Override
    public void mayCancel(ImportCommand command) {}

    @Override
    public UndoProgress progress() {
      return new UndoProgress(ImportStatus.UNDOING, counts());
    }

    private static UndoCounts counts() {
      return new UndoCounts(0, 0, 0, 0);
    }
  }
}
