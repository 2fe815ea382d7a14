package org.teei.csr.workflows.imports.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.teei.csr.workflows.shared.ParkedAction.ABORT;
import static org.teei.csr.workflows.shared.ParkedAction.RETRY;
import static org.teei.csr.workflows.shared.ParkedAction.SKIP;

import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowExtension;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.imports.ImportCommand;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.TemporalTesting;

class ImportGroupWorkflowTest {
  private final FakeGroupActivities steps = new FakeGroupActivities();
  private final FakeOperationsActivities operations = new FakeOperationsActivities();
  private final GroupRef ref = new GroupRef(TemporalTesting.aTenant(), UUID.randomUUID());

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(ImportGroupWorkflowImpl.class)
          .setActivityImplementations(steps, operations)
          .build();

  private WorkflowStub run;
  private ImportGroupWorkflow commands;

  @BeforeEach
  void setUp(WorkflowClient client, WorkflowOptions options) {
    String id = GroupNames.workflowId(ref.tenant(), ref.groupId());
    run =
        client.newUntypedWorkflowStub(
            GroupNames.WORKFLOW_TYPE,
            WorkflowOptions.newBuilder(options).setWorkflowId(id).build());
    commands = client.newWorkflowStub(ImportGroupWorkflow.class, id);
  }

  @Test
  void filesAreImportedOneAfterTheOtherInTheirOrder() {
    assertThat(startAndFinish()).isEqualTo(new GroupCounts(3, 0, 0));

    assertThat(steps.begun).containsExactly(1, 2, 3);
    assertThat(steps.mostOpen).isEqualTo(1);
    assertThat(steps.shown).containsExactly(GroupStatus.IMPORTING);
    assertThat(end()).isEqualTo(new GroupFinish(ref, GroupStatus.COMPLETED, null));
    assertThat(run.describe().getTypedSearchAttributes().get(Attributes.STAGE))
        .isEqualTo("completed");
    assertThat(details()).startsWith("Done.").contains("3 of 3 files done: 3 imported");
  }

  @Test
  void withoutOrderAFewAreImportedAtTheSameTime() {
    steps.plan = new GroupPlan(7, false, true);

    assertThat(startAndFinish()).isEqualTo(new GroupCounts(7, 0, 0));

    assertThat(steps.mostOpen).isEqualTo(3);
    assertThat(steps.begun).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void aGroupOfMoreFilesThanAHistoryHoldsIsImportedToItsEnd() {
    steps.plan = new GroupPlan(200, true, true);

    assertThat(startAndFinish()).isEqualTo(new GroupCounts(200, 0, 0));

    assertThat(steps.begun).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void nothingIsBegunAfterAnImportWithoutSuccess() {
    steps.failing.add(2);

    assertThat(startAndFinish()).isEqualTo(new GroupCounts(1, 1, 0));

    assertThat(steps.begun).containsExactly(1, 2);
    assertThat(end()).isEqualTo(new GroupFinish(ref, GroupStatus.FAILED, "imports/file-failed"));
  }

  @Test
  void nothingIsBegunAfterARefusedFile() {
    steps.refused.add(1);

    assertThat(startAndFinish()).isEqualTo(new GroupCounts(0, 1, 0));

    assertThat(steps.begun).isEmpty();
  }

  @Test
  void whereFailuresDoNotMatterTheOthersGoOn() {
    steps.plan = new GroupPlan(4, true, false);
    steps.refused.add(1);
    steps.failing.add(3);

    assertThat(startAndFinish()).isEqualTo(new GroupCounts(2, 2, 0));

    assertThat(end().status()).isEqualTo(GroupStatus.COMPLETED);
  }

  @Test
  void aFileForWhichThereIsNoRoomIsTriedAgainAndCountsOnce() {
    steps.full.put(1, 2);
    steps.full.put(3, 1);

    assertThat(startAndFinish()).isEqualTo(new GroupCounts(3, 0, 0));

    assertThat(steps.begun).containsExactly(1, 2, 3);
    assertThat(steps.calls.stream().filter("begin 1"::equals)).hasSize(3);
  }

  @Test
  void importsThatEndWhileThereIsNoRoomAreNoticed() {
    steps.plan = new GroupPlan(3, false, true);
    steps.full.put(2, 4);
    steps.failing.add(1);

    assertThat(startAndFinish()).isEqualTo(new GroupCounts(0, 1, 0));

    assertThat(steps.begun).containsExactly(1);
  }

  @Test
  void aGroupThatWaitsForRoomIsCancelled() {
    steps.full.put(1, Integer.MAX_VALUE);
    run.start(ref);
    TemporalTesting.eventually(() -> steps.calls.contains("begin 1"));

    commands.cancel(new ImportCommand(UUID.randomUUID()));

    assertThat(run.getResult(GroupCounts.class)).isEqualTo(GroupCounts.NONE);
    assertThat(end().status()).isEqualTo(GroupStatus.CANCELLED);
  }

  @Test
  void importsThatWereBegunBeforeAFailureAreWaitedFor() {
    steps.plan = new GroupPlan(5, false, true);
    steps.refused.add(3);

    assertThat(startAndFinish()).isEqualTo(new GroupCounts(2, 1, 0));

    assertThat(steps.begun).containsExactly(1, 2);
  }

  @Test
  void aPausedGroupBeginsNoFurtherFile() {
    steps.when("begin 1", () -> commands.pause(decided()));
    run.start(ref);
    TemporalTesting.eventually(() -> commands.progress().status() == GroupStatus.PAUSED);

    assertThat(steps.begun).containsExactly(1);
    refused("imports/already-paused", () -> commands.pause(decided()));
    commands.resume(decided());

    assertThat(result()).isEqualTo(new GroupCounts(3, 0, 0));
    assertThat(operations.unverified).isEmpty();
  }

  @Test
  void whatIsNotPausedIsNotResumed() {
    steps.endless.add(1);
    run.start(ref);
    TemporalTesting.eventually(() -> steps.calls.contains("look"));

    refused("imports/not-paused", () -> commands.resume(decided()));

    commands.cancel(new ImportCommand(null));
    result();
    assertThat(operations.unverified).hasSize(1);
  }

  @Test
  void aCancelledGroupEndsThoughItsImportGoesOn() {
    steps.endless.add(2);
    run.start(ref);
    TemporalTesting.eventually(() -> steps.begun.contains(2));

    commands.cancel(decided());

    assertThat(result()).isEqualTo(new GroupCounts(1, 0, 0));
    assertThat(end().status()).isEqualTo(GroupStatus.CANCELLED);
    assertThat(details()).startsWith("Cancelled.").contains("1 at work");
  }

  @Test
  void aCancellationFromOutsideClosesTheGroup() {
    steps.endless.add(1);
    run.start(ref);
    TemporalTesting.eventually(() -> steps.calls.contains("look"));

    run.cancel("from outside");

    assertThat(catchThrowable(this::result))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(end().status()).isEqualTo(GroupStatus.CANCELLED);
  }

  @Test
  void aFileThatCannotBeTakenInParksAndIsTriedAgain() {
    Parked parked = parkedAt("begin 2");

    assertThat(parked.actions()).containsExactly(RETRY, SKIP, ABORT);
    assertThat(parked.businessRef()).isEqualTo(ref.groupId().toString());
    resolve(parked, RETRY);

    assertThat(result()).isEqualTo(new GroupCounts(3, 0, 0));
    assertThat(steps.shown)
        .containsExactly(GroupStatus.IMPORTING, GroupStatus.PARKED, GroupStatus.IMPORTING);
  }

  @Test
  void aPauseThatCannotBeShownParks() {
    steps.when("begin 1", () -> commands.pause(decided()));
    Parked parked = parkedAt("show paused");

    resolve(parked, RETRY);
    TemporalTesting.eventually(() -> commands.progress().status() == GroupStatus.PAUSED);
    commands.resume(decided());

    assertThat(result()).isEqualTo(new GroupCounts(3, 0, 0));
  }

  @Test
  void aParkedFileCanBeLeftOut() {
    resolve(parkedAt("begin 2"), SKIP);

    assertThat(result()).isEqualTo(new GroupCounts(2, 0, 1));
    assertThat(steps.begun).containsExactly(1, 3);
    assertThat(end().status()).isEqualTo(GroupStatus.COMPLETED);
  }

  @Test
  void aParkedGroupCanBeGivenUp() {
    resolve(parkedAt("begin 2"), ABORT);

    assertThat(result()).isEqualTo(new GroupCounts(1, 0, 0));
    assertThat(end()).isEqualTo(new GroupFinish(ref, GroupStatus.FAILED, "imports/aborted"));
  }

  @Test
  void aGroupThatNobodyDecidesAboutExpires() {
    parkedAt("begin 1");

    assertThat(result()).isEqualTo(GroupCounts.NONE);
    assertThat(end()).isEqualTo(new GroupFinish(ref, GroupStatus.EXPIRED, "imports/expired"));
  }

  @Test
  void aDrainSwitchHoldsTheNextFile() {
    operations.holds.add(true);

    assertThat(startAndFinish()).isEqualTo(new GroupCounts(3, 0, 0));
    assertThat(operations.asked).hasSize(4);
  }

  private Parked parkedAt(String step) {
    steps.fails(step, Failures.permanent(FailureClass.PERMANENT, "imports/storage-refused"));
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

  private GroupCounts startAndFinish() {
    run.start(ref);
    return result();
  }

  private GroupCounts result() {
    return run.getResult(GroupCounts.class);
  }

  private GroupFinish end() {
    assertThat(steps.ends).hasSize(1);
    return steps.ends.getFirst();
  }

  private String details() {
    return run.query("__temporal_workflow_metadata", WorkflowMetadata.class).getCurrentDetails();
  }

  private static ImportCommand decided() {
    return new ImportCommand(UUID.randomUUID());
  }

  private static void refused(String type, ThrowingCallable update) {
    assertThat(catchThrowable(update))
        .isInstanceOfSatisfying(
            WorkflowUpdateException.class,
            refusal ->
                assertThat(refusal.getCause())
                    .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        cause -> assertThat(cause.getType()).isEqualTo(type)));
  }
}
