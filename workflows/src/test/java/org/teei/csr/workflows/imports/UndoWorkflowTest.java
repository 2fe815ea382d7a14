package org.teei.csr.workflows.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowExtension;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.operations.UnverifiedCommand;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.TemporalTesting;
import org.teei.csr.workflows.shared.TenantId;

class UndoWorkflowTest {
  private final FakeUndoActivities steps = new FakeUndoActivities();
  private final FakeImportActivities job = new FakeImportActivities();
  private final FakeOperationsActivities operations = new FakeOperationsActivities();
  private final TenantId tenant = TemporalTesting.aTenant();
  private final ImportRef ref = new ImportRef(tenant, UUID.randomUUID(), 3);

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(UndoWorkflowImpl.class)
          .setActivityImplementations(steps, job, operations)
          .build();

  private WorkflowStub run;
  private UndoWorkflow commands;

  @BeforeEach
  void setUp(WorkflowClient client, WorkflowOptions options) {
    String id = ImportNames.undoWorkflowId(tenant, ref.importId(), ref.attempt());
    run =
        client.newUntypedWorkflowStub(
            ImportNames.UNDO_WORKFLOW_TYPE,
            WorkflowOptions.newBuilder(options).setWorkflowId(id).build());
    commands = client.newWorkflowStub(UndoWorkflow.class, id);
  }

  @Test
  void takesBackRangeAfterRangeFromTheAttemptBeforeItAndThenThePeople() {
    steps.rows(12_000);

    UndoCounts counts = startAndFinish();

    assertThat(steps.calls)
        .containsExactly("undo", "undo", "undo", "undo", "removePeople", "finishUndo");
    assertThat(steps.ranges)
        .extracting(UndoRange::attempt, UndoRange::belowRow)
        .containsExactly(
            tuple(2, Long.MAX_VALUE), tuple(0, 7_001L), tuple(0, 2_001L), tuple(0, 1L));
    assertThat(job.shown).containsExactly(ImportStatus.UNDOING);
    assertThat(counts).isEqualTo(new UndoCounts(12_000, 11_880, 120, 0));
    assertThat(steps.ends).containsExactly(new UndoFinish(ref, ImportStatus.UNDONE, null));
    assertThat(commands.progress()).isEqualTo(new UndoProgress(ImportStatus.UNDONE, counts));
  }

  @Test
  void saysWhereItStands() {
    steps.rows(10_000);

    startAndFinish();

    assertThat(details())
        .isEqualTo(
            "Taken back.\n\n10,000 of 10,000 accepted rows decided: 9,900 taken back, 100 kept because"
                + " something else changed or uses them, 0 could not be taken back.");
    assertThat(run.describe().getTypedSearchAttributes().get(Attributes.STAGE)).isEqualTo("undone");
  }

  @Test
  void asksTheDrainSwitchesBeforeEachStep() {
    startAndFinish();

    assertThat(operations.asked).hasSize(3).containsOnly(new Gate(tenant, "imports", null));
  }

  @Test
  void holdsWhileADrainSwitchIsSet() {
    operations.holds.add(true);

    run.start(ref);

    TemporalTesting.eventually(() -> details().startsWith("Held back"));
    assertThat(steps.calls).isEmpty();
  }

  @Test
  void pausesAtTheNextBorderAndResumes() {
    steps.rows(12_000);
    steps.when("undo", () -> commands.pause(decided()));
    run.start(ref);
    TemporalTesting.eventually(() -> commands.progress().status() == ImportStatus.PAUSED);
    assertThat(steps.calls).containsExactly("undo");
    assertThat(details()).startsWith("Paused");
    ImportTest.refused("imports/already-paused", () -> commands.pause(decided()));

    commands.resume(decided());

    assertThat(result().decided()).isEqualTo(12_000);
    assertThat(job.shown)
        .containsExactly(ImportStatus.UNDOING, ImportStatus.PAUSED, ImportStatus.UNDOING);
  }

  @Test
  void aResumeIsRefusedWhenNotPaused() throws InterruptedException {
    var begun = steps.worksUntilCancelled("undo");
    run.start(ref);
    begun.await();

    ImportTest.refused("imports/not-paused", () -> commands.resume(decided()));
  }

  @Test
  void cancelReachesTheRangeAtWorkAndSaysThatRowsAreLeft() throws InterruptedException {
    var begun = steps.worksUntilCancelled("undo");
    run.start(ref);
    begun.await();

    commands.cancel(decided());

    result();
    assertThat(steps.calls).containsExactly("undo", "finishUndo");
    assertThat(steps.ends)
        .containsExactly(new UndoFinish(ref, ImportStatus.CANCELLED, "imports/undo-unfinished"));
    assertThat(details()).startsWith("Cancelled.");
  }

  @Test
  void commandsAreRefusedWhenItIsEnding() {
    steps.when(
        "finishUndo", () -> ImportTest.refused("imports/ending", () -> commands.cancel(decided())));

    startAndFinish();

    assertThat(steps.ends).hasSize(1);
  }

  @Test
  void aCancellationFromOutsideClosesTheBooksAndEndsAsCancelled() throws InterruptedException {
    var begun = steps.worksUntilCancelled("undo");
    run.start(ref);
    begun.await();

    run.cancel("by an operator");

    var failure = catchThrowableOfType(WorkflowFailedException.class, this::result);
    assertThat(failure).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(steps.ends).extracting(UndoFinish::status).containsExactly(ImportStatus.CANCELLED);
  }

  @Test
  void aRangeThatFailsForGoodParksAndGoesOnWhenToldTo() {
    steps.fails("undo", Failures.permanent(FailureClass.BUG, "imports/broken"));
    run.start(ref);
    Parked parked = operations.nextParked();
    assertThat(parked.actions()).containsExactly(ParkedAction.RETRY, ParkedAction.ABORT);
    TemporalTesting.eventually(() -> commands.progress().status() == ImportStatus.PARKED);

    resolve(parked, ParkedAction.RETRY);

    result();
    assertThat(steps.ends).containsExactly(new UndoFinish(ref, ImportStatus.UNDONE, null));
  }

  @Test
  void anAbortedUndoFailsAndSaysThatRowsAreLeft() {
    steps.fails("undo", Failures.permanent(FailureClass.BUG, "imports/broken"));
    run.start(ref);

    resolve(operations.nextParked(), ParkedAction.ABORT);

    result();
    assertThat(steps.ends)
        .containsExactly(new UndoFinish(ref, ImportStatus.FAILED, "imports/undo-unfinished"));
  }

  @Test
  void anUndoThatNobodyDecidesAboutFails() {
    steps.fails("removePeople", Failures.permanent(FailureClass.BUG, "imports/broken"));

    startAndFinish();

    assertThat(operations.nextParked().expiresAt()).isNotNull();
    assertThat(Parking.WAIT).isPositive();
    assertThat(steps.ends)
        .containsExactly(new UndoFinish(ref, ImportStatus.FAILED, "imports/undo-unfinished"));
  }

  @Test
  void survivesAnOutageOfMinutesWithoutParking() {
    for (int i = 0; i < 8; i++) {
      steps.fails("undo", Failures.passing("operations/database-unreachable"));
      steps.fails("removePeople", Failures.passing("operations/database-unreachable"));
    }

    assertThat(startAndFinish().decided()).isEqualTo(100);
    assertThat(operations.nothingParked()).isTrue();
  }

  @Test
  void aCommandWithoutADecisionIsNoted() {
    steps.rows(12_000);
    steps.when("undo", () -> commands.pause(new ImportCommand(null)));
    run.start(ref);
    TemporalTesting.eventually(() -> commands.progress().status() == ImportStatus.PAUSED);
    commands.resume(decided());

    result();

    assertThat(operations.unverified)
        .containsExactly(
            new UnverifiedCommand(
                tenant,
                ImportNames.undoWorkflowId(tenant, ref.importId(), ref.attempt()),
                "pause"));
  }

  private UndoCounts startAndFinish() {
    run.start(ref);
    return result();
  }

  private UndoCounts result() {
    return run.getResult(UndoCounts.class);
  }

  private String details() {
    return run.query("__temporal_workflow_metadata", WorkflowMetadata.class).getCurrentDetails();
  }

  private void resolve(Parked parked, ParkedAction action) {
    run.update(
        OperationsNames.RESOLVE,
        Void.class,
        new ResolveCommand(UUID.randomUUID(), action, parked.sequence()));
  }

  private static ImportCommand decided() {
    return new ImportCommand(UUID.randomUUID());
  }
}
