package org.teei.csr.workflows.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.TemporalTesting;
import org.teei.csr.workflows.shared.TenantId;

/** One import on the in-memory server, with its fakes and the questions that tests ask. */
abstract class ImportTest {

  final FakeImportActivities steps = new FakeImportActivities();
  final FakeOperationsActivities operations = new FakeOperationsActivities();
  final TenantId tenant = TemporalTesting.aTenant();
  final ImportRef ref = new ImportRef(tenant, UUID.randomUUID());

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(ImportWorkflowImpl.class)
          .setActivityImplementations(steps, operations)
          .build();

  TestWorkflowEnvironment server;
  WorkflowStub run;
  ImportWorkflow commands;

  @BeforeEach
  void setUp(TestWorkflowEnvironment environment, WorkflowClient client, WorkflowOptions options) {
    server = environment;
    String id = ImportNames.workflowId(tenant, ref.importId());
    run =
        client.newUntypedWorkflowStub(
            ImportNames.WORKFLOW_TYPE,
            WorkflowOptions.newBuilder(options).setWorkflowId(id).build());
    commands = client.newWorkflowStub(ImportWorkflow.class, id);
  }

  void start() {
    run.start(ref);
  }

  ImportCounts result() {
    return run.getResult(ImportCounts.class);
  }

  ImportCounts startAndFinish() {
    start();
    return result();
  }

  static ImportCommand decided() {
    return new ImportCommand(UUID.randomUUID());
  }

  void resolve(Parked parked, ParkedAction action) {
    resolve(new ResolveCommand(UUID.randomUUID(), action, parked.sequence()));
  }

  void resolve(ResolveCommand command) {
    run.update(OperationsNames.RESOLVE, Void.class, command);
  }

  void resolveLater(ResolveCommand command) {
    run.signal(OperationsNames.RESOLVE_LATER, command);
  }

  Parked parked() {
    return run.query(OperationsNames.PARKED, Parked.class);
  }

  ImportStatus status() {
    return commands.progress().status();
  }

  /** What the Temporal UI shows as current details. */
  String details() {
    return run.query("__temporal_workflow_metadata", WorkflowMetadata.class).getCurrentDetails();
  }

  String stage() {
    return run.describe().getTypedSearchAttributes().get(Attributes.STAGE);
  }

  List<HistoryEvent> history() {
    return server.getWorkflowExecutionHistory(run.getExecution()).getEvents();
  }

  long updatesInHistory() {
    return history().stream()
        .filter(HistoryEvent::hasWorkflowExecutionUpdateAcceptedEventAttributes)
        .count();
  }

  /** Asserts that an Update is refused with this type. */
  static void refused(String type, ThrowingCallable update) {
    assertThat(catchThrowable(update))
        .isInstanceOfSatisfying(
            WorkflowUpdateException.class,
            refusal ->
                assertThat(refusal.getCause())
                    .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        cause -> assertThat(cause.getType()).isEqualTo(type)));
  }

  Finish end() {
    assertThat(steps.ends).hasSizeGreaterThan(0);
    return steps.ends.getLast();
  }
}
