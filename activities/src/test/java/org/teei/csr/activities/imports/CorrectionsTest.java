package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.activities.imports.ImportFixture.LANGUAGE;
import static org.teei.csr.activities.imports.ImportFixture.SIMPLE;
import static org.teei.csr.activities.imports.ImportFixture.email;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.shared.FailingDataSource;
import org.teei.csr.activities.shared.RunningJobs.RunningJob;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportPlan;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.MergeRange;
import org.teei.csr.workflows.imports.Merged;
import org.teei.csr.workflows.imports.StageOutcome;
import org.teei.csr.workflows.imports.Validated;

/** Rejected rows that come back corrected. */
class CorrectionsTest {
  @TempDir Path directory;

  private ImportFixture imports;
  private String participant;
  private String volunteer;

  @BeforeEach
  void prepare() {
    imports = new ImportFixture(directory);
    participant = email("participant");
    volunteer = email("volunteer");
  }

  @Test
  void correctedRowsMoveFromRejectedToAcceptedAndTheLedgerCloses() {
    ImportRef ref = imported("bad", "sound", "bad", "bad");

    ImportCounts counts =
        imports.run(
            correction(ref)
                .row(4, row("S-4", participant, 4))
                .row(1, row("S-1", "bad", 4))
                .accepted());

    assertThat(counts).isEqualTo(new ImportCounts(2, 1, 0, 1, 0, 0));
    assertThat(imports.outcomes(ref))
        .containsExactly(
            "rejected E001:participant_email",
            "accepted",
            "rejected E001:participant_email",
            "accepted");
    assertThat(imports.job(ref))
        .containsEntry("status", "completed")
        .containsEntry("read_rows", 4L)
        .containsEntry("accepted_rows", 2L)
        .containsEntry("rejected_rows", 2L)
        .containsEntry("duplicate_rows", 0L)
        .containsEntry("unprocessed_rows", 0L);
    assertThat(attempt(ref, 1)).containsEntry("status", "completed").containsEntry("read_rows", 2L);
    assertThat(imports.ledger(ref))
        .extracting(line -> line.get("attempt"))
        .containsExactly(1, 0, 0, 1);
    assertThat(staged(ref)).isZero();
    assertThat(sessions(ref)).containsExactly("S-2", "S-4");
  }

  @Test
  void aCorrectedRowRaisesItsEventsOnce() {
    ImportRef ref = imported("bad");

    imports.run(correction(ref).row(1, row("S-1", participant, 4)).accepted());

    assertThat(
            imports.rows(
                "select type from csr.outbox_events where tenant_id = ? order by position",
                imports.tenant))
        .extracting(event -> event.get("type"))
        .containsExactly("kintell.session.completed", "kintell.rating.created");
  }

  @Test
  void aRowMayBeCorrectedUntilItIsAccepted() {
    ImportRef ref = imported("bad", "sound");
    imports.run(correction(ref).row(1, row("S-1", "worse", 9)).accepted());

    imports.run(correction(ref).row(1, row("S-1", participant, 4)).accepted());

    assertThat(imports.outcomes(ref)).containsExactly("accepted", "accepted");
    assertThat(attempt(ref, 1))
        .containsEntry("rejected_rows", 1L)
        .containsEntry("accepted_rows", 0L);
    assertThat(attempt(ref, 2))
        .containsEntry("rejected_rows", 0L)
        .containsEntry("accepted_rows", 1L);
  }

  @Test
  void whatIsThereAlreadyIsADuplicate() {
    ImportRef ref = imported("bad", "sound");

    imports.run(correction(ref).row(1, row("S-2", participant, 4)).accepted());

    assertThat(imports.outcomes(ref)).containsExactly("duplicate", "accepted");
    assertThat(imports.job(ref))
        .containsEntry("duplicate_rows", 1L)
        .containsEntry("rejected_rows", 0L);
  }

  @Test
  void aCorrectionIsNewerThanItsFile() {
    ImportRef ref = imported("bad", "sound");

    imports.run(correction(ref).row(1, row("S-2", participant, 5)).accepted());

    assertThat(imports.outcomes(ref)).containsExactly("updated", "accepted");
    assertThat(imports.job(ref)).containsEntry("updated_rows", 1L);
  }

  @Test
  void inOneCorrectionTheLaterRowWins() {
    ImportRef ref = imported("bad", "sound", "bad");

    imports.run(
        correction(ref)
            .row(3, row("S-9", participant, 3))
            .row(1, row("S-9", participant, 5))
            .accepted());

    assertThat(imports.outcomes(ref)).containsExactly("accepted", "accepted", "duplicate");
    assertThat(imports.ledger(ref).get(2)).containsEntry("superseded_by", 1L);
    assertThat(imports.job(ref))
        .containsEntry("duplicate_rows", 1L)
        .containsEntry("accepted_rows", 2L);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 4, rejected E006:rating",
    "0.5, 1, accepted",
    "4, 0.5, rejected E006:rating",
    "4, 5, accepted"
  })
  void ratingsAreReadByTheScaleOfTheImport(String ofTheFile, String corrected, String outcome) {
    ImportRef ref =
        imports.upload(
            LANGUAGE
                + rated("S-1", "bad", "1")
                + "\n"
                + rated("S-2", participant, ofTheFile)
                + "\n");
    imports.run(ref);

    imports.run(
        new Correction(imports, ref, LANGUAGE)
            .row(1, rated("S-1", participant, corrected))
            .accepted());

    assertThat(imports.outcomes(ref)).containsExactly(outcome, "accepted");
  }

  @Test
  void peopleWhoAreNotKnownStayRejectedWhereThatWasAsked() {
    ImportRef ref = imports.upload(SIMPLE + row("S-1", "bad", 4) + "\n", "reject");
    imports.run(ref);

    imports.run(correction(ref).row(1, row("S-1", participant, 4)).accepted());

    assertThat(imports.outcomes(ref))
        .containsExactly("rejected E010:participant_email;E010:volunteer_email");
  }

  @Test
  void aDiscardedRowIsNotTouched() {
    ImportRef ref = imported("bad");
    ImportRef attempt = correction(ref).row(1, row("S-1", participant, 4)).accepted();
    imports.execute(
        "update csr.import_rows set discarded_at = now() where import_id = ?", ref.importId());

    assertThatThrownBy(() -> imports.run(attempt)).isInstanceOf(IllegalStateException.class);

    assertThat(imports.outcomes(ref)).containsExactly("rejected E001:participant_email");
    assertThat(sessions(ref)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"CANCELLED", "FAILED", "EXPIRED"})
  void aCorrectionThatEndsEarlyLeavesItsRowsRejectedAndItsImportCompleted(ImportStatus end) {
    ImportRef ref = imported("bad", "sound");
    ImportRef attempt = correction(ref).row(1, row("S-1", participant, 4)).accepted();
    ImportActivities activities = imports.activities();
    activities.stage(attempt);
    activities.validate(attempt);

    ImportCounts counts = activities.finish(new Finish(attempt, end, "imports/aborted", null));

    assertThat(counts).isEqualTo(new ImportCounts(1, 0, 0, 0, 0, 1));
    assertThat(imports.job(ref))
        .containsEntry("status", "completed")
        .containsEntry("rejected_rows", 1L);
    assertThat(imports.job(ref).get("finished_at")).isNotNull();
    assertThat(attempt(ref, 1)).containsEntry("status", end.spelling());
    assertThat(staged(ref)).isZero();
    assertThat(activities.merge(new MergeRange(attempt, 1, 10))).isEqualTo(new Merged(0, 0, 0, 0));
    assertThat(sessions(ref)).containsExactly("S-2");
  }

  @Test
  void afterACorrectionThatEndedEarlyTheNextOneIsTaken() {
    ImportRef ref = imported("bad");
    ImportRef first = correction(ref).row(1, row("S-1", participant, 4)).accepted();
    ImportActivities activities = imports.activities();
    activities.stage(first);
    activities.finish(new Finish(first, ImportStatus.CANCELLED, null, null));
    imports.execute(
        """
        insert into csr.import_staging (tenant_id, import_id, row_number, byte_offset, byte_length, ledger_row)
        values (?, ?, 1, 0, 1, 1)
        """,
        imports.tenant,
        ref.importId());

    imports.run(correction(ref).row(1, row("S-1", participant, 4)).accepted());

    assertThat(imports.outcomes(ref)).containsExactly("accepted");
    assertThatThrownBy(() -> activities.stage(first))
        .isInstanceOf(StepFailure.class)
        .hasMessage("import-ended");
  }

  @Test
  void repeatedStepsReturnWhatTheFirstOnesDid() {
    ImportRef ref = imported("bad", "sound", "bad", "bad");
    ImportRef attempt =
        correction(ref)
            .row(4, row("S-4", participant, 4))
            .row(3, row("S-3", "bad", 4))
            .row(1, row("S-4", participant, 5))
            .accepted();
    ImportActivities activities = imports.activities();

    assertThat(activities.stage(attempt)).isEqualTo(new StageOutcome.Staged(3));
    assertThat(activities.stage(attempt)).isEqualTo(new StageOutcome.Staged(3));
    Validated validated = new Validated(3, 1, 1, 1, ImportPlan.PLAIN);
    assertThat(activities.validate(attempt)).isEqualTo(validated);
    assertThat(activities.validate(attempt)).isEqualTo(validated);
    Merged merged = new Merged(1, 0, 0, 0);
    assertThat(activities.merge(new MergeRange(attempt, 1, 10_000))).isEqualTo(merged);
    assertThat(activities.merge(new MergeRange(attempt, 1, 10_000))).isEqualTo(merged);
    Finish finish = new Finish(attempt, ImportStatus.COMPLETED, null, null);
    ImportCounts counts = activities.finish(finish);
    assertThat(activities.finish(finish)).isEqualTo(counts);
    assertThat(counts).isEqualTo(new ImportCounts(3, 1, 0, 1, 1, 0));
    assertThat(
            imports.count(
                "select count(*) from csr.audit_entries where tenant_id = ? and action = 'imports.correction-finished'",
                imports.tenant))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aCommitThatFailsAnywhereChangesNothingOfTheEnd(FailingDataSource.When when) {
    List<?> expected = null;
    boolean failed = true;
    int commit = 0;
    while (failed) {
      imports = new ImportFixture(directory.resolve(when + "-" + commit));
      ImportRef ref = imported("bad", "sound", "bad", "bad", "bad");
      ImportRef attempt =
          correction(ref)
              .row(5, row("S-5", participant, 4))
              .row(4, row("S-4", "bad", 4))
              .row(3, row("S-5", participant, 5))
              .row(1, row("S-1", participant, 5))
              .accepted();
      FailingDataSource failing = new FailingDataSource(imports.database.worker(), when, commit);
      runWithRetries(
          imports.activities(new Tenancy(failing.dataSource()), progress -> {}), attempt);

      if (expected == null) {
        expected = end(ref);
      }
      assertThat(end(ref)).as("commit %d", commit).isEqualTo(expected);
      failed = commit == 0 || failing.failed();
      commit++;
    }
    assertThat(commit).as("each step was disturbed").isGreaterThan(6);
  }

  @Test
  void thousandsOfCorrectedRowsPassInRanges() {
    StringBuilder csv = new StringBuilder(SIMPLE);
    for (int i = 1; i <= 25_000; i++) {
      csv.append(row("S-" + i, "bad", 4)).append('\n');
    }
    ImportRef ref = imports.upload(csv.toString());
    imports.run(ref);
    Correction correction = correction(ref);
    for (int i = 25_000; i >= 1; i--) {
      correction.row(i, row("S-" + i, participant, 4));
    }

    ImportCounts counts = imports.run(correction.accepted());

    assertThat(counts).isEqualTo(new ImportCounts(25_000, 25_000, 0, 0, 0, 0));
    assertThat(imports.job(ref))
        .containsEntry("accepted_rows", 25_000L)
        .containsEntry("rejected_rows", 0L);
  }

  @Test
  void figuresOfErrorsSayWhatWasFoundAndWhatIsOpen() {
    ImportRef ref = imported("bad", "sound", "bad", "bad");
    imports.run(
        correction(ref)
            .row(1, row("S-1", participant, 4))
            .row(3, "S-3,language," + participant + "," + volunteer + ",2026-03-01,999,4,,B1")
            .accepted());

    assertThat(
            imports.rows(
                "select code, column_name, found_rows, open_rows from csr.import_error_counts where import_id = ? order by code",
                ref.importId()))
        .extracting(Map::values)
        .extracting(Object::toString)
        .containsExactly("[E001, participant_email, 3, 1]", "[E004, duration_min, 0, 1]");
  }

  @Test
  void theFilesOfCorrectionsGoWithThatOfTheImport() throws IOException {
    ImportRef ref = imported("bad");
    imports.run(correction(ref).row(1, row("S-1", participant, 4)).accepted());

    expire(Duration.ofDays(29));
    assertThat(imports.storage.list(imports.tenant, ExpiredUploads.FOLDER)).hasSize(2);
    expire(Duration.ofDays(31));

    assertThat(imports.storage.list(imports.tenant, ExpiredUploads.FOLDER)).isEmpty();
    assertThat(attempt(ref, 1)).containsEntry("stored_object", "");
    assertThat(
            imports.count(
                "select count(*) from csr.import_error_counts where import_id = ? and found_rows = 1 and open_rows = 0",
                ref.importId()))
        .isEqualTo(1);
  }

  @Test
  void aCorrectionWhoseWorkflowEndedOutsideEndsAndItsImportStaysCompleted() {
    ImportRef ref = imported("bad");
    correction(ref).row(1, row("S-1", participant, 4)).accepted();
    ImportRuns runs =
        new ImportRuns(
            new SystemView(imports.database.system()),
            imports.worker,
            imports.activities(),
            new Undos(imports).activities());

    RunningJob run =
        runs.olderThan(Duration.ofDays(-1)).stream()
            .filter(job -> job.tenant().equals(imports.tenant))
            .findFirst()
            .orElseThrow();
    assertThat(run.workflowId())
        .isEqualTo(ImportNames.correctionId(ref.tenant(), ref.importId(), 1));
    assertThat(runs.isActive(run)).isTrue();
    runs.endedOutside(run);

    assertThat(runs.isActive(run)).isFalse();
    assertThat(attempt(ref, 1)).containsEntry("status", "failed");
    assertThat(imports.job(ref)).containsEntry("status", "completed");
  }

  private ImportRef imported(String... rows) {
    StringBuilder csv = new StringBuilder(SIMPLE);
    for (int i = 1; i <= rows.length; i++) {
      csv.append(row("S-" + i, rows[i - 1].equals("sound") ? participant : "bad", 4)).append('\n');
    }
    ImportRef ref = imports.upload(csv.toString());
    imports.run(ref);
    return ref;
  }

  private Correction correction(ImportRef ref) {
    return new Correction(imports, ref, SIMPLE);
  }

  private String row(String id, String person, Object rating) {
    return imports.simpleRow(id, person, volunteer, rating, "").strip();
  }

  private String rated(String id, String person, String rating) {
    return id + "," + person + "," + volunteer + ",2026-03-01,2026-03-02,45," + rating + ",,B1,,";
  }

  private Map<String, Object> attempt(ImportRef ref, int attempt) {
    return imports.row(
        "select * from csr.import_attempts where import_id = ? and attempt = ?",
        ref.importId(),
        attempt);
  }

  private long staged(ImportRef ref) {
    return imports.count(
        "select count(*) from csr.import_staging where import_id = ?", ref.importId());
  }

  private List<Object> sessions(ImportRef ref) {
    return imports
        .rows(
            "select external_id from csr.sessions where import_id = ? order by external_id",
            ref.importId())
        .stream()
        .map(row -> row.get("external_id"))
        .toList();
  }

  private void expire(Duration later) throws IOException {
    var uploads =
        new ExpiredUploads(imports.worker, imports.storage, Clock.offset(Clock.systemUTC(), later));
    int removed = 1;
    while (removed > 0) {
      removed = uploads.removeSome(imports.tenant);
    }
  }

  private List<?> end(ImportRef ref) {
    return List.of(
        imports.outcomes(ref),
        imports.ledger(ref).stream()
            .map(line -> line.get("attempt") + "/" + line.get("attempt_row"))
            .toList(),
        sessions(ref),
        imports.rows(
            "select type, position from csr.outbox_events where tenant_id = ? order by position",
            imports.tenant),
        imports.rows(
            """
            select status, finished_stage, read_rows, accepted_rows, updated_rows, rejected_rows, duplicate_rows,
              unprocessed_rows from csr.import_jobs where import_id = ?
            """,
            ref.importId()),
        imports.rows(
            """
            select status, finished_stage, read_rows, accepted_rows, updated_rows, rejected_rows, duplicate_rows
            from csr.import_attempts where import_id = ?
            """,
            ref.importId()),
        imports.rows(
            "select code, found_rows, open_rows from csr.import_error_counts where import_id = ?",
            ref.importId()),
        staged(ref),
        imports.count(
            "select count(*) from csr.audit_entries where tenant_id = ?", imports.tenant));
  }

  private static void runWithRetries(ImportActivities activities, ImportRef ref) {
    retry(() -> activities.stage(ref));
    Validated validated = retry(() -> activities.validate(ref));
    for (long from = 1; from <= validated.lastRow(); from += 2) {
      MergeRange range = new MergeRange(ref, from, from + 1);
      retry(() -> activities.merge(range));
    }
    retry(() -> activities.finish(new Finish(ref, ImportStatus.COMPLETED, null, null)));
  }

  private static <T> T retry(Supplier<T> step) {
    try {
      return step.get();
    } catch (DataAccessException lost) {
      return step.get();
    }
  }
}
