package org.teei.csr.workflows.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.teei.csr.workflows.shared.ParkedAction.ABORT;
import static org.teei.csr.workflows.shared.ParkedAction.RETRY;
import static org.teei.csr.workflows.shared.ParkedAction.SKIP;

import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.ParkingEnd;
import org.teei.csr.workflows.operations.Unparked;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.TemporalTesting;

class ImportParkingTest extends ImportTest {

  private static final String TYPE = "imports/storage-refused";

  private Parked parkAt(String step) {
    steps.fails(step, Failures.permanent(FailureClass.PERMANENT, TYPE));
    start();
    return operations.nextParked();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage", "validate", "merge", "show staging", "show merging", "finish"})
  void aRetryTakesTheStepAgainAndGoesOn(String step) {
    Parked parked = parkAt(step);

    resolve(parked, RETRY);

    assertThat(result().unprocessed()).isZero();
    assertThat(steps.calls.stream().filter(step::equals)).hasSize(2);
    assertThat(end().status()).isEqualTo(ImportStatus.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage", "validate", "merge"})
  void anAbortEndsTheImportAsFailed(String step) {
    Parked parked = parkAt(step);

    resolve(parked, ABORT);

    result();
    assertThat(end()).isEqualTo(new Finish(ref, ImportStatus.FAILED, "imports/aborted", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage", "validate", "merge"})
  void nobodysDecisionInAWeekEndsTheImportAsExpired(String step) {
    Parked parked = parkAt(step);

    result();

    assertThat(end()).isEqualTo(new Finish(ref, ImportStatus.EXPIRED, "imports/expired", null));
    long ended = history().getLast().getEventTime().getSeconds();
    assertThat(Instant.ofEpochSecond(ended))
        .isBetween(parked.expiresAt().minusSeconds(1), parked.expiresAt().plusSeconds(60));
    assertThat(operations.unparked)
        .containsExactly(new Unparked(tenant, parked.parkedId(), ParkingEnd.EXPIRED, null, null));
  }

  @Test
  void aSkippedRangeStaysUnprocessedAndTheOthersAreMerged() {
    steps.rows(30_000);
    Parked parked = parkAt("merge 10001");

    resolve(parked, SKIP);

    ImportCounts counts = result();
    assertThat(counts.unprocessed()).isEqualTo(9_700);
    assertThat(counts.accepted()).isEqualTo(19_400);
    assertThat(end().status()).isEqualTo(ImportStatus.COMPLETED);
  }

  @Test
  void anAbortWaitsForTheOtherRangeAtWork() {
    steps.rows(20_000);
    java.util.concurrent.CountDownLatch release = new java.util.concurrent.CountDownLatch(1);
    steps.when("merge 10001", () -> TemporalTesting.eventually(() -> release.getCount() == 0));
    Parked parked = parkAt("merge 1");

    resolve(parked, ABORT);
    assertThat(steps.ends).isEmpty();
    release.countDown();

    assertThat(result().accepted()).isEqualTo(9_700);
  }

  @Test
  void bothRangesOfARoundMayParkOneAfterTheOther() {
    steps.rows(20_000);
    steps.fails("merge 10001", Failures.permanent(FailureClass.DATA, TYPE));
    Parked first = parkAt("merge 1");

    resolve(first, RETRY);
    Parked second = operations.nextParked();
    resolve(second, RETRY);

    assertThat(result().unprocessed()).isZero();
    assertThat(List.of(first.sequence(), second.sequence())).containsExactly(1, 2);
  }

  @Test
  void stageAndValidateCannotBeLeftOut() {
    Parked parked = parkAt("stage");

    assertThat(parked.actions()).containsExactly(RETRY, ABORT);
    refused("operations/action-not-allowed", () -> resolve(parked, SKIP));
  }

  @Test
  void theBooksCanOnlyBeClosedAgain() {
    Parked parked = parkAt("finish");

    assertThat(parked.actions()).containsExactly(RETRY);
    refused("operations/action-not-allowed", () -> resolve(parked, ABORT));
  }

  @Test
  void booksThatNobodyClosesFailTheWorkflow() {
    parkAt("finish");

    var failure = catchThrowableOfType(WorkflowFailedException.class, this::result);

    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            cause -> assertThat(cause.getType()).isEqualTo("imports/unfinished"));
  }

  @Test
  void listsWhatAPersonNeedsToDecide() {
    Parked parked = parkAt("merge");

    assertThat(parked.tenant()).isEqualTo(tenant);
    assertThat(parked.feature()).isEqualTo("imports");
    assertThat(parked.workflowId()).isEqualTo(ImportNames.workflowId(tenant, ref.importId()));
    assertThat(parked.businessRef()).isEqualTo(ref.importId().toString());
    assertThat(parked.stage()).isEqualTo("merging");
    assertThat(parked.failureClass()).isEqualTo(FailureClass.PERMANENT);
    assertThat(parked.failureType()).isEqualTo(TYPE);
    assertThat(parked.sequence()).isEqualTo(1);
    assertThat(parked.actions()).containsExactly(RETRY, SKIP, ABORT);
    assertThat(parked.expiresAt()).isEqualTo(parked.parkedAt().plus(Duration.ofDays(7)));
    assertThat(parked()).isEqualTo(parked);
  }

  @Test
  void showsThatItWaitsAndThatItGoesOn() {
    Parked parked = parkAt("validate");
    TemporalTesting.eventually(() -> status() == ImportStatus.PARKED);

    assertThat(details())
        .startsWith("**Waits for a decision** in the step \"validating\". The other side refused.")
        .contains("try again, end the work", "`" + TYPE + "`, error `");
    var attributes = run.describe().getTypedSearchAttributes();
    assertThat(attributes.get(Attributes.PARKED_STAGE)).isEqualTo("validating");
    assertThat(attributes.get(Attributes.FAILURE_CLASS)).isEqualTo("PERMANENT");
    assertThat(attributes.get(Attributes.DUE_AT).toInstant()).isEqualTo(parked.expiresAt());
    assertThat(attributes.get(Attributes.NEEDS_ATTENTION)).isTrue();

    resolve(parked, RETRY);
    result();

    assertThat(steps.shown)
        .containsExactly(
            ImportStatus.STAGING,
            ImportStatus.VALIDATING,
            ImportStatus.PARKED,
            ImportStatus.VALIDATING,
            ImportStatus.MERGING);
    attributes = run.describe().getTypedSearchAttributes();
    assertThat(attributes.containsKey(Attributes.PARKED_STAGE)).isFalse();
    assertThat(attributes.containsKey(Attributes.FAILURE_CLASS)).isFalse();
    assertThat(attributes.containsKey(Attributes.DUE_AT)).isFalse();
    assertThat(attributes.get(Attributes.NEEDS_ATTENTION)).isFalse();
    assertThat(parked()).isNull();
  }

  @ParameterizedTest
  @EnumSource(FailureClass.class)
  void keepsTheClassOfTheFailure(FailureClass failureClass) {
    steps.fails("stage", Failures.permanent(failureClass, TYPE));
    start();

    Parked parked = operations.nextParked();

    assertThat(parked.failureClass()).isEqualTo(failureClass);
    assertThat(parked.sentence()).endsWith(".").doesNotContain(TYPE);
  }

  @Test
  void anUnknownExceptionIsOurOwnMistake() {
    for (int i = 0; i < 20; i++) {
      steps.fails("stage", new IllegalStateException("unexpected"));
    }
    start();
    server.sleep(Duration.ofMinutes(30));

    Parked parked = operations.nextParked();

    assertThat(parked.failureClass()).isEqualTo(FailureClass.BUG);
    assertThat(parked.failureType()).isEqualTo("operations/unexpected-error");
    assertThat(details()).doesNotContain("error `");
  }

  @Test
  void aPassingFailureParksAfterAboutAQuarterOfAnHour() {
    for (int i = 0; i < 20; i++) {
      steps.fails("stage", Failures.passing("operations/database-unreachable"));
    }
    long begun = server.currentTimeMillis();
    start();
    server.sleep(Duration.ofMinutes(30));

    Parked parked = operations.nextParked();

    assertThat(parked.failureClass()).isEqualTo(FailureClass.TRANSIENT);
    assertThat(parked.failureType()).isEqualTo("operations/database-unreachable");
    assertThat(parked.parkedAt().toEpochMilli() - begun)
        .isBetween(Duration.ofMinutes(12).toMillis(), Duration.ofMinutes(18).toMillis());
  }

  @Test
  void aFailingDrainSwitchParksTheStepThatComesNext() {
    operations.heldFailures.add(Failures.permanent(FailureClass.BUG, "operations/switch-unknown"));
    start();
    Parked parked = operations.nextParked();

    resolve(parked, RETRY);
    result();

    assertThat(parked.stage()).isEqualTo("staging");
    assertThat(end().status()).isEqualTo(ImportStatus.COMPLETED);
  }

  @Test
  void aStaleDecisionIsRefusedAndLeavesNoTrace() {
    Parked parked = parkAt("stage");
    TemporalTesting.eventually(() -> status() == ImportStatus.PARKED);
    long before = updatesInHistory();

    refused(
        "operations/stale-decision",
        () -> resolve(new ResolveCommand(UUID.randomUUID(), RETRY, parked.sequence() + 1)));

    assertThat(updatesInHistory()).isEqualTo(before);
  }

  @Test
  void aDecisionIsRefusedWhenNothingIsParked() throws InterruptedException {
    var begun = steps.worksUntilCancelled("stage");
    start();
    begun.await();

    refused(
        "operations/not-parked", () -> resolve(new ResolveCommand(UUID.randomUUID(), RETRY, 1)));
  }

  @Test
  void aSecondDecisionIsRefused() {
    steps.fails("stage", Failures.permanent(FailureClass.AUTH, TYPE));
    Parked parked = parkAt("stage");
    resolve(parked, RETRY);
    Parked again = operations.nextParked();

    refused("operations/stale-decision", () -> resolve(parked, ABORT));
    resolve(again, RETRY);

    assertThat(result().unprocessed()).isZero();
  }

  @Test
  void theSignalTwinResolvesLikeTheUpdate() {
    Parked parked = parkAt("stage");
    UUID decision = UUID.randomUUID();

    resolveLater(new ResolveCommand(decision, RETRY, parked.sequence()));

    result();
    assertThat(operations.unparked)
        .containsExactly(
            new Unparked(tenant, parked.parkedId(), ParkingEnd.RESOLVED, RETRY, decision));
  }

  @Test
  void unfittingSignalsAreIgnored() {
    Parked parked = parkAt("stage");

    resolveLater(new ResolveCommand(UUID.randomUUID(), ABORT, parked.sequence() + 1));
    resolveLater(new ResolveCommand(UUID.randomUUID(), SKIP, parked.sequence()));
    resolveLater(new ResolveCommand(UUID.randomUUID(), RETRY, parked.sequence()));
    resolveLater(new ResolveCommand(UUID.randomUUID(), ABORT, parked.sequence()));

    result();
    assertThat(end().status()).isEqualTo(ImportStatus.COMPLETED);
  }

  @Test
  void aDecisionMayComeWhileTheParkingIsStillBeingListed() {
    UUID decision = UUID.randomUUID();
    operations.parkFailures.add(Failures.passing("operations/database-unreachable"));
    steps.when("show parked", () -> resolve(new ResolveCommand(decision, ParkedAction.RETRY, 1)));

    parkAt("stage");

    result();
    assertThat(operations.unparked.getFirst().decisionId()).isEqualTo(decision);
  }

  @Test
  void booksThatRefuseForGoodDoNotStandInTheWay() {
    operations.parkFailures.add(Failures.permanent(FailureClass.BUG, "operations/books-broken"));
    operations.unparkFailures.add(Failures.permanent(FailureClass.BUG, "operations/books-broken"));
    steps.fails("stage", Failures.permanent(FailureClass.AUTH, TYPE));
    start();
    TemporalTesting.eventually(() -> status() == ImportStatus.PARKED);

    resolve(parked(), RETRY);

    assertThat(result().unprocessed()).isZero();
  }

  @Test
  void aResolutionWithoutDecisionIsPassedOnAsUnverified() {
    Parked parked = parkAt("stage");

    resolve(new ResolveCommand(null, RETRY, parked.sequence()));

    result();
    assertThat(operations.unparked.getFirst().decisionId()).isNull();
    assertThat(operations.unparked.getFirst().end()).isEqualTo(ParkingEnd.RESOLVED);
  }

  @Test
  void theWeekCountsFromTheFirstFailureOfAStep() {
    steps.fails("stage", Failures.permanent(FailureClass.AUTH, TYPE));
    Parked first = parkAt("stage");
    server.sleep(Duration.ofDays(6));
    resolve(first, RETRY);

    Parked second = operations.nextParked();

    assertThat(second.parkedAt()).isAfter(first.parkedAt());
    assertThat(second.expiresAt()).isEqualTo(first.expiresAt());
  }

  @Test
  void cancelEndsAParkedImport() {
    Parked parked = parkAt("merge");
    TemporalTesting.eventually(() -> status() == ImportStatus.PARKED);

    commands.cancel(decided());

    result();
    assertThat(end().status()).isEqualTo(ImportStatus.CANCELLED);
    assertThat(operations.unparked)
        .containsExactly(new Unparked(tenant, parked.parkedId(), ParkingEnd.ENDED, null, null));
  }

  @Test
  void cancelEndsAnImportWhoseParkingCannotBeListed() {
    for (int i = 0; i < 50; i++) {
      operations.parkFailures.add(Failures.passing("operations/database-unreachable"));
    }
    steps.fails("stage", Failures.permanent(FailureClass.AUTH, TYPE));
    start();
    TemporalTesting.eventually(() -> parked() != null);

    commands.cancel(decided());

    result();
    assertThat(end().status()).isEqualTo(ImportStatus.CANCELLED);
    assertThat(operations.unparked.getFirst().end()).isEqualTo(ParkingEnd.ENDED);
  }

  @Test
  void pauseDuringParkingTakesEffectAtTheNextBorder() {
    Parked parked = parkAt("stage");
    commands.pause(decided());
    resolve(parked, RETRY);

    TemporalTesting.eventually(() -> status() == ImportStatus.PAUSED);
    assertThat(steps.calls).contains("stage").doesNotContain("validate");
    commands.resume(decided());

    assertThat(result().unprocessed()).isZero();
  }
}
