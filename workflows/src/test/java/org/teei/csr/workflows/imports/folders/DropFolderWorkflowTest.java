package org.teei.csr.workflows.imports.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.teei.csr.workflows.shared.ParkedAction.ABORT;
import static org.teei.csr.workflows.shared.ParkedAction.RETRY;

import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.TemporalTesting;

class DropFolderWorkflowTest {
  private final FakeFolderActivities steps = new FakeFolderActivities();
  private final FakeOperationsActivities operations = new FakeOperationsActivities();
  private final FolderRef ref = new FolderRef(TemporalTesting.aTenant(), UUID.randomUUID());

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(DropFolderWorkflowImpl.class)
          .setActivityImplementations(steps, operations)
          .build();

  private WorkflowStub run;
  private TestWorkflowEnvironment server;

  @BeforeEach
  void setUp(TestWorkflowEnvironment environment, WorkflowClient client, WorkflowOptions options) {
    server = environment;
    run =
        client.newUntypedWorkflowStub(
            FolderNames.WORKFLOW_TYPE,
            WorkflowOptions.newBuilder(options)
                .setWorkflowId(FolderNames.scheduleId(ref.tenant(), ref.folderId()))
                .build());
  }

  @Test
  void filesAreTakenSomeSecondsAfterTheyWereSeen() {
    Instant seen = Instant.ofEpochMilli(server.currentTimeMillis());

    assertThat(startAndFinish()).isEqualTo(new FolderCounts(2, 1, 0, 0));

    assertThat(steps.takes).containsExactly(new FolderTake(ref, steps.look));
    assertThat(Duration.between(seen, Instant.ofEpochMilli(server.currentTimeMillis())))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    assertThat(
            run.query("__temporal_workflow_metadata", WorkflowMetadata.class).getCurrentDetails())
        .isEqualTo(
            "Done. 2 files imported, 1 refused, 0 left because they are still being written, 0 for which there is no room yet.");
  }

  @Test
  void anEmptyFolderIsLeftAtOnce() {
    steps.look = new FolderLook(List.of());

    assertThat(startAndFinish()).isEqualTo(FolderCounts.NONE);

    assertThat(steps.takes).isEmpty();
  }

  @Test
  void aDrainSwitchHoldsTheFolder() {
    operations.holds.add(true);

    assertThat(startAndFinish().imported()).isEqualTo(2);

    assertThat(operations.asked).hasSize(3);
  }

  @Test
  void aFolderThatCannotBeReadParksAndIsTriedAgain() {
    resolve(parked(), RETRY);

    assertThat(run.getResult(FolderCounts.class)).isEqualTo(new FolderCounts(2, 1, 0, 0));
    assertThat(steps.takes).hasSize(2);
  }

  @Test
  void aRunThatIsGivenUpFails() {
    resolve(parked(), ABORT);

    assertThat(catchThrowable(() -> run.getResult(FolderCounts.class)))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo("imports/folder-not-read"));
  }

  private Parked parked() {
    steps.failures.add(Failures.permanent(FailureClass.PERMANENT, "imports/storage-refused"));
    run.start(ref);
    operations.nextParked();
    return run.query(OperationsNames.PARKED, Parked.class);
  }

  private void resolve(Parked parked, ParkedAction action) {
    run.update(
        OperationsNames.RESOLVE,
        Void.class,
        new ResolveCommand(UUID.randomUUID(), action, parked.sequence()));
  }

  private FolderCounts startAndFinish() {
    run.start(ref);
    return run.getResult(FolderCounts.class);
  }
}
