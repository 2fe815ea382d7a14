package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;

import java.util.Locale;
import org.jooq.DSLContext;
import org.teei.csr.activities.imports.ImportJob.FinishedStage;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.schema.jooq.tables.records.ImportAttemptsRecord;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportPlan;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * What is different where rows come from a correction and not from the file of the import itself:
 * the row with the cursor and the counts, and that lines of the ledger are there already.
 */
final class Attempt {
  /** Replaces the line of a row that is rejected still; lines with another outcome stay. */
  static final String REPLACE_LINE =
      """
      on conflict (tenant_id, import_id, row_number) do update
      set attempt = excluded.attempt, attempt_row = excluded.attempt_row, byte_offset = excluded.byte_offset,
        byte_length = excluded.byte_length, outcome = excluded.outcome, updated = excluded.updated,
        entity_id = excluded.entity_id, superseded_by = excluded.superseded_by, errors = excluded.errors
      where import_rows.outcome = 'rejected' and import_rows.discarded_at is null
      """;

  private Attempt() {}

  /** The import with the file, the cursor and the counts of the attempt. */
  static ImportJob of(ImportJob job, DSLContext db, ImportRef ref) {
    if (ref.attempt() == 0) {
      return job;
    }
    ImportAttemptsRecord row =
        db.selectFrom(IMPORT_ATTEMPTS)
            .where(
                IMPORT_ATTEMPTS.TENANT_ID.eq(ref.tenant().value()),
                IMPORT_ATTEMPTS.IMPORT_ID.eq(ref.importId()),
                IMPORT_ATTEMPTS.ATTEMPT.eq(ref.attempt()),
                IMPORT_ATTEMPTS.KIND.eq("correction"))
            .fetchOne();
    if (row == null) {
      throw new StepFailure(FailureClass.DATA, "unknown-attempt");
    }
    return new ImportJob(
        job.tenant(),
        job.importId(),
        ref.attempt(),
        job.schema(),
        job.delimiter(),
        ImportPlan.PLAIN,
        job.reading(),
        job.rejectsUnknownPeople(),
        row.getStoredObject(),
        row.getStatus().equals("running")
            ? job.status()
            : ImportStatus.valueOf(row.getStatus().toUpperCase(Locale.ROOT)),
        FinishedStage.valueOf(row.getFinishedStage().toUpperCase(Locale.ROOT)),
        job.ratingScale(),
        row.getStagedBytes(),
        row.getCreatedAt(),
        counts(row));
  }

  private static ImportCounts counts(ImportAttemptsRecord row) {
    long decided = row.getAcceptedRows() + row.getRejectedRows() + row.getDuplicateRows();
    return new ImportCounts(
        row.getReadRows(),
        row.getAcceptedRows(),
        row.getUpdatedRows(),
        row.getRejectedRows(),
        row.getDuplicateRows(),
        row.getReadRows() - decided);
  }

  /** The table of the row with the cursor. */
  static String table(ImportJob job) {
    return job.attempt() == 0 ? "csr.import_jobs" : "csr.import_attempts";
  }

  /** Tells that row, behind the parameters tenant and import. */
  static String key(ImportJob job) {
    return job.attempt() == 0 ? "" : " and attempt = " + job.attempt() + " and status = 'running'";
  }
}
