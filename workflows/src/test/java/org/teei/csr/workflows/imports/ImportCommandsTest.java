package org.teei.csr.workflows.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.ActivityCanceledException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.UnverifiedCommand;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.TemporalTesting;

class ImportCommandsTest extends ImportTest {

  private static void finishAlthoughCancelled() {
    try {
      FakeImportActivities.heartbeatUntilCancelled();
    } catch (ActivityCanceledException cancelled) {
      assertThat(cancelled).isNotNull();
    }
  }

  private void startAndPauseDuring(String step) {
    steps.when(step, () -> commands.pause(decided()));
    start();
    TemporalTesting.eventually(() -> status() == ImportStatus.PAUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage", "validate", "merge"})
  void pausesAtTheNextBorderAndResumes(String step) {
    steps.rows(30_000);
    startAndPauseDuring(step);
    int callsWhenPaused = steps.calls.size();
    assertThat(details()).startsWith("Paused");
    assertThat(stage()).isEqualTo("paused");

    commands.resume(decided());

    assertThat(result().unprocessed()).isZero();
    assertThat(steps.calls.get(callsWhenPaused - 1)).isEqualTo("show paused");
    assertThat(steps.calls).hasSizeGreaterThan(callsWhenPaused);
  }

  @Test
  void aPauseDuringTheLastStepComesTooLate() {
    steps.when("merge", () -> commands.pause(decided()));

    startAndFinish();

    assertThat(end().status()).isEqualTo(ImportStatus.COMPLETED);
  }

  @Test
  void aPauseLiftedBeforeTheBorderStopsNothing() {
    steps.when(
        "stage",
        () -> {
          commands.pause(decided());
          commands.resume(decided());
        });

    startAndFinish();

    assertThat(steps.shown).doesNotContain(ImportStatus.PAUSED);
  }

  @Test
  void aPauseThatCannotBeShownParks() {
    steps.fails("show paused", Failures.permanent(FailureClass.BUG, "imports/unknown-status"));
    steps.when("stage", () -> commands.pause(decided()));
    start();
    Parked parked = operations.nextParked();
    resolve(parked, ParkedAction.RETRY);
    TemporalTesting.eventually(() -> status() == ImportStatus.PAUSED);

    commands.resume(decided());

    assertThat(result().unprocessed()).isZero();
  }

  @Test
  void aPauseWhileHeldIsSeenBeforeWorkGoesOn() {
    operations.holds.add(true);
    start();
    TemporalTesting.eventually(() -> details().startsWith("Held back"));
    commands.pause(decided());
    server.sleep(java.time.Duration.ofMinutes(2));

    TemporalTesting.eventually(() -> status() == ImportStatus.PAUSED);
    assertThat(steps.calls).containsExactly("show paused");
    commands.resume(decided());

    assertThat(result().unprocessed()).isZero();
  }

  @Test
  void aSecondPauseIsRefusedAndLeavesNoTrace() {
    startAndPauseDuring("stage");
    long before = updatesInHistory();

    refused("imports/already-paused", () -> commands.pause(decided()));

    assertThat(updatesInHistory()).isEqualTo(before);
  }

  @Test
  void aResumeIsRefusedWhenNotPaused() throws InterruptedException {
    var begun = steps.worksUntilCancelled("stage");
    start();
    begun.await();

    refused("imports/not-paused", () -> commands.resume(decided()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage", "validate", "merge"})
  void cancelReachesTheStepAtWork(String step) throws InterruptedException {
    var begun = steps.worksUntilCancelled(step);
    start();
    begun.await();

    commands.cancel(decided());

    ImportCounts counts = result();
    assertThat(end()).isEqualTo(new Finish(ref, ImportStatus.CANCELLED, null, null));
    assertThat(counts.read())
        .isEqualTo(
            counts.accepted() + counts.rejected() + counts.duplicate() + counts.unprocessed());
  }

  @Test
  void cancelKeepsWhatWasMergedAndWaitsForTheRangeAtWork() {
    steps.rows(20_000);
    CountDownLatch release = new CountDownLatch(1);
    steps.when("merge 1", () -> TemporalTesting.eventually(() -> release.getCount() == 0));
    steps.when(
        "merge 10001",
        () -> {
          commands.cancel(decided());
          finishAlthoughCancelled();
          release.countDown();
        });

    ImportCounts counts = startAndFinish();

    assertThat(counts.accepted()).isEqualTo(19_400);
    assertThat(end().status()).isEqualTo(ImportStatus.CANCELLED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage", "validate", "merge"})
  void aStepThatIsDoneAlthoughItWasCancelledIsTheLast(String step) {
    steps.when(
        step,
        () -> {
          commands.cancel(decided());
          finishAlthoughCancelled();
        });

    startAndFinish();

    assertThat(steps.calls).endsWith("finish");
    assertThat(end().status()).isEqualTo(ImportStatus.CANCELLED);
  }

  @Test
  void aStepThatFailsBecauseItWasCancelledDoesNotPark() {
    steps.when(
        "stage",
        () -> {
          commands.cancel(decided());
          finishAlthoughCancelled();
          throw Failures.permanent(FailureClass.BUG, "imports/interrupted");
        });

    startAndFinish();

    assertThat(operations.nothingParked()).isTrue();
    assertThat(end().status()).isEqualTo(ImportStatus.CANCELLED);
  }

  @Test
  void cancelEndsAPausedImport() {
    startAndPauseDuring("stage");

    commands.cancel(decided());

    result();
    assertThat(end().status()).isEqualTo(ImportStatus.CANCELLED);
    assertThat(details()).startsWith("Cancelled.");
  }

  @Test
  void anEndingImportRefusesEachCommand() {
    CountDownLatch release = new CountDownLatch(1);
    steps.when("finish", () -> TemporalTesting.eventually(() -> release.getCount() == 0));
    start();
    TemporalTesting.eventually(() -> steps.calls.contains("finish"));

    refused("imports/ending", () -> commands.pause(decided()));
    refused("imports/ending", () -> commands.resume(decided()));
    refused("imports/ending", () -> commands.cancel(decided()));

    release.countDown();
    result();
  }

  @Test
  void commandsWithoutDecisionAreNotedAsUnverified() {
    steps.when("stage", () -> commands.pause(new ImportCommand(null)));
    start();
    TemporalTesting.eventually(() -> status() == ImportStatus.PAUSED);
    commands.resume(new ImportCommand(null));
    result();

    String id = ImportNames.workflowId(tenant, ref.importId());
    assertThat(operations.unverified)
        .containsExactly(
            new UnverifiedCommand(tenant, id, "pause"),
            new UnverifiedCommand(tenant, id, "resume"));
  }

  @Test
  void decidedCommandsAreNotNotedAgain() {
    startAndPauseDuring("stage");
    commands.resume(decided());
    result();

    assertThat(operations.unverified).isEmpty();
  }
}
