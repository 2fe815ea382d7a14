package org.teei.csr.workflows.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.workflows.imports.ImportPlan.ErrorPolicy;
import org.teei.csr.workflows.imports.ImportPlan.Mode;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.TemporalTesting;

/** What an import does by its plan: previews, waits for approval, lands at once or not at all. */
class ImportPlanTest extends ImportTest {

  private void plan(Mode mode, ErrorPolicy policy, @Nullable Long maxRejected) {
    steps.plan = new ImportPlan(mode, policy, maxRejected);
  }

  private void startReview() {
    plan(Mode.REVIEW, ErrorPolicy.SKIP_INVALID, null);
    start();
    TemporalTesting.eventually(() -> status() == ImportStatus.AWAITING_APPROVAL);
  }

  @Test
  void reviewedImportLandsNothingBeforeItIsApproved() {
    steps.rows(30_000);
    startReview();

    assertThat(steps.previewed.stream().mapToLong(r -> r.toRow() - r.fromRow() + 1).sum())
        .isEqualTo(30_000);
    assertThat(steps.merged).isEmpty();

    commands.approve(decided());

    assertThat(result().accepted()).isEqualTo(29_100);
    assertThat(end().status()).isEqualTo(ImportStatus.COMPLETED);
  }

  @Test
  void waitForApprovalIsTheUsersBusinessAndHasADate() {
    startReview();

    TemporalTesting.eventually(() -> details().startsWith("Waiting for approval until "));
    assertThat(details()).contains("97 would be new, 0 would change what is there, 2 are there");
    var attributes = run.describe().getTypedSearchAttributes();
    assertThat(attributes.get(Attributes.NEEDS_ATTENTION)).isTrue();
    assertThat(attributes.get(Attributes.DUE_AT)).isNotNull();
    assertThat(attributes.get(Attributes.STAGE)).isEqualTo("awaiting_approval");

    commands.approve(decided());
    result();

    assertThat(run.describe().getTypedSearchAttributes().get(Attributes.NEEDS_ATTENTION)).isFalse();
    assertThat(run.describe().getTypedSearchAttributes().get(Attributes.DUE_AT)).isNull();
  }

  @Test
  void reviewedImportCanBeCancelledInsteadOfApproved() {
    startReview();

    commands.cancel(decided());

    result();
    assertThat(end().status()).isEqualTo(ImportStatus.CANCELLED);
    assertThat(steps.merged).isEmpty();
  }

  @Test
  void approvalIsRefusedWhereNothingWaitsForIt() {
    steps.when("stage", () -> refused("imports/not-waiting", () -> commands.approve(decided())));

    startAndFinish();

    assertThat(updatesInHistory()).isZero();
  }

  @Test
  void thoseWhoMayApproveAreRemindedThreeTimesThenTheImportExpires() {
    plan(Mode.REVIEW, ErrorPolicy.SKIP_INVALID, null);

    startAndFinish();

    assertThat(steps.reminders).hasSize(3);
    assertThat(end())
        .isEqualTo(new Finish(ref, ImportStatus.EXPIRED, "imports/approval-expired", null));
    long seconds =
        history().getLast().getEventTime().getSeconds()
            - history().getFirst().getEventTime().getSeconds();
    assertThat(Duration.ofSeconds(seconds)).isBetween(Duration.ofDays(14), Duration.ofDays(15));
    assertThat(steps.merged).isEmpty();
  }

  @Test
  void approvalWithoutARecordedDecisionIsNotedAsUnverified() {
    startReview();

    commands.approve(new ImportCommand(null));

    result();
    assertThat(operations.unverified).hasSize(1);
  }

  @Test
  void dryRunEndsWithTheCountsThatWouldBeAndLandsNothing() {
    steps.rows(20_000);
    plan(Mode.DRY_RUN, ErrorPolicy.SKIP_INVALID, null);

    ImportCounts counts = startAndFinish();

    assertThat(counts).isEqualTo(new ImportCounts(20_000, 19_400, 0, 200, 400, 0));
    assertThat(steps.merged).isEmpty();
    assertThat(end()).isEqualTo(new Finish(ref, ImportStatus.COMPLETED, null, null));
  }

  @Test
  void atomicImportWithARejectedRowLandsNothing() {
    plan(Mode.COMMIT, ErrorPolicy.ATOMIC, null);

    startAndFinish();

    assertThat(steps.merged).isEmpty();
    assertThat(end())
        .isEqualTo(new Finish(ref, ImportStatus.FAILED, "imports/rows-rejected", null));
  }

  @Test
  void atomicImportLandsInOneRange() {
    steps.rows(99);
    plan(Mode.COMMIT, ErrorPolicy.ATOMIC, null);
    steps.rejectsNothing();

    startAndFinish();

    assertThat(steps.merged).isEqualTo(List.of(new MergeRange(ref, 1, 99)));
    assertThat(end().status()).isEqualTo(ImportStatus.COMPLETED);
  }

  @ParameterizedTest
  @CsvSource({"1, COMPLETED", "0, FAILED"})
  void importStopsBeforeItLandsWhereTheFileHasTooManyRejectedRows(long borne, ImportStatus ending) {
    plan(Mode.COMMIT, ErrorPolicy.STOP_AFTER, borne);

    startAndFinish();

    assertThat(end().status()).isEqualTo(ending);
    assertThat(steps.merged.isEmpty()).isEqualTo(ending == ImportStatus.FAILED);
  }

  @Test
  void importStopsWhereTooManyRowsAreRejectedWhileItLands() {
    steps.rows(50_000);
    steps.rejectsWhileMerging(1);
    plan(Mode.COMMIT, ErrorPolicy.STOP_AFTER, 501L);

    startAndFinish();

    assertThat(end())
        .isEqualTo(new Finish(ref, ImportStatus.FAILED, "imports/too-many-rejected", null));
    assertThat(steps.merged).hasSize(2);
  }

  @Test
  void pausedReviewGoesOnOnlyWhenItIsResumedToo() {
    startReview();
    commands.pause(decided());
    commands.approve(decided());
    TemporalTesting.eventually(() -> status() == ImportStatus.PAUSED);
    assertThat(steps.merged).isEmpty();

    commands.resume(decided());

    assertThat(result().accepted()).isEqualTo(97);
  }
}
