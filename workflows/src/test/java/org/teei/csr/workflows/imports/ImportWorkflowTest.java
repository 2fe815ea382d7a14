package org.teei.csr.workflows.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.CanceledFailure;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.shared.TemporalTesting;

class ImportWorkflowTest extends ImportTest {

  @Test
  void takesEachStepOnceAndCompletes() {
    steps.rows(10_000);

    ImportCounts counts = startAndFinish();

    assertThat(steps.calls)
        .containsExactly(
            "show staging",
            "stage",
            "show validating",
            "validate",
            "show merging",
            "merge",
            "merge 1",
            "finish");
    assertThat(counts).isEqualTo(new ImportCounts(10_000, 9_700, 0, 100, 200, 0));
    assertThat(end()).isEqualTo(new Finish(ref, ImportStatus.COMPLETED, null, null));
  }

  @Test
  void mergesEachRowInExactlyOneRange() {
    long rows = 40_001 + TemporalTesting.below(50_000);
    steps.rows(rows);

    startAndFinish();

    assertThat(steps.merged.stream().collect(Collectors.toSet())).hasSameSizeAs(steps.merged);
    assertThat(steps.merged.stream().mapToLong(MergeRange::fromRow).min()).hasValue(1);
    assertThat(steps.merged.stream().mapToLong(MergeRange::toRow).max()).hasValue(rows);
    assertThat(steps.merged.stream().mapToLong(r -> r.toRow() - r.fromRow() + 1).sum())
        .isEqualTo(rows);
    assertThat(steps.merged).allMatch(range -> range.toRow() - range.fromRow() < 10_000);
  }

  @Test
  void completesAFileOfWhichNoRowIsLeftToMerge() {
    steps.rows(0);

    ImportCounts counts = startAndFinish();

    assertThat(counts).isEqualTo(ImportCounts.NONE);
    assertThat(steps.merged).isEmpty();
    assertThat(end().status()).isEqualTo(ImportStatus.COMPLETED);
  }

  @Test
  void failsAFileThatCannotBeReadWithItsProblemAndLine() {
    steps.rows(7);
    steps.cannotBeRead("imports/unclosed-quote", 8);

    ImportCounts counts = startAndFinish();

    assertThat(end()).isEqualTo(new Finish(ref, ImportStatus.FAILED, "imports/unclosed-quote", 8L));
    assertThat(steps.merged).isEmpty();
    assertThat(counts.unprocessed()).isEqualTo(7);
  }

  @Test
  void survivesAnOutageOfMinutesWithoutParking() {
    for (int i = 0; i < 8; i++) {
      steps.fails("stage", Failures.passing("operations/database-unreachable"));
      steps.fails("merge", Failures.passing("operations/database-unreachable"));
    }

    ImportCounts counts = startAndFinish();

    assertThat(operations.nothingParked()).isTrue();
    assertThat(counts.unprocessed()).isZero();
  }

  @Test
  void asksTheDrainSwitchesBeforeEachStep() {
    startAndFinish();

    assertThat(operations.asked).hasSize(3).containsOnly(new Gate(tenant, "imports", null));
  }

  @Test
  void showsProgressAndCounts() {
    steps.rows(20_000);

    startAndFinish();

    assertThat(commands.progress())
        .isEqualTo(
            new ImportProgress(
                ImportStatus.COMPLETED,
                20_000,
                20_000,
                new ImportCounts(20_000, 19_400, 0, 200, 400, 0)));
    assertThat(details())
        .isEqualTo(
            "Done.\n\n20,000 rows read: 19,400 accepted (0 of them changed what was there), 200"
                + " rejected, 400 were there already, 0 not processed.");
    assertThat(stage()).isEqualTo("completed");
  }

  @Test
  void holdsWhileADrainSwitchIsSet() {
    operations.holds.addAll(java.util.List.of(true, true, false));

    startAndFinish();

    long begun = history().getFirst().getEventTime().getSeconds();
    assertThat(history().getLast().getEventTime().getSeconds() - begun).isBetween(60L, 130L);
    assertThat(operations.asked).hasSize(5);
    assertThat(end().status()).isEqualTo(ImportStatus.COMPLETED);
  }

  @Test
  void saysThatItIsHeld() {
    operations.holds.add(true);

    start();

    TemporalTesting.eventually(() -> details().startsWith("Held back"));
    assertThat(steps.calls).isEmpty();
  }

  @Test
  void aCancellationFromOutsideClosesTheBooksAndEndsAsCancelled() throws InterruptedException {
    var begun = steps.worksUntilCancelled("stage");
    start();
    begun.await();

    run.cancel("by an operator");

    var failure = catchThrowableOfType(WorkflowFailedException.class, this::result);
    assertThat(failure).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(end()).isEqualTo(new Finish(ref, ImportStatus.CANCELLED, null, null));
  }

  @Test
  void aCancellationWhileHeldEndsAtOnce() {
    operations.holds.add(true);
    start();
    TemporalTesting.eventually(() -> details().startsWith("Held back"));

    commands.cancel(decided());

    result();
    assertThat(end().status()).isEqualTo(ImportStatus.CANCELLED);
    assertThat(steps.calls).containsExactly("finish");
  }
}
