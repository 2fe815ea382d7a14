package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.ImportJob.FinishedStage;
import org.teei.csr.activities.imports.notices.Notices;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.StatusChange;

/**
 * Shows where an import stands and ends it. At the end each row that is still staged becomes an
 * unprocessed line of the ledger, and the counts are those of the ledger.
 *
 * <p>An expired import keeps its staging rows beside those lines, so that a restart goes on where
 * it stopped: the API sets the status back, and staging, which every run begins with, takes the
 * unprocessed lines out again. All other ends empty staging.
 */
final class Finishing {
  private static final int PORTION = 20_000;

  private final Tenancy tenancy;
  private final Corrections corrections;

  Finishing(Tenancy tenancy) {
    this.tenancy = tenancy;
    this.corrections = new Corrections(tenancy);
  }

  void show(StatusChange change) {
    if (change.status().ended()) {
      throw new IllegalArgumentException("an import is ended by finishing it");
    }
    ImportRef ref = change.ref();
    tenancy.change(
        ref.tenant().value(),
        db -> {
          int changed =
              db.update(IMPORT_JOBS)
                  .set(IMPORT_JOBS.STATUS, change.status().spelling())
                  .set(IMPORT_JOBS.APPROVAL_DUE_AT, change.dueAt())
                  .where(
                      IMPORT_JOBS.TENANT_ID.eq(ref.tenant().value()),
                      IMPORT_JOBS.IMPORT_ID.eq(ref.importId()),
                      IMPORT_JOBS.STATUS.ne(change.status().spelling()),
                      IMPORT_JOBS.FINISHED_AT.isNull())
                  .execute();
          if (changed > 0) {
            Notices.arise(db, ref, change.status());
          }
        });
  }

  /** Reminds those who may approve, as far as they follow the audit record or subscribe. */
  void remind(StatusChange waiting) {
    ImportRef ref = waiting.ref();
    tenancy.change(
        ref.tenant().value(),
        db -> {
          Audit.append(
              db,
              entry(ref, "imports.approval-reminder")
                  .withDetails(Map.of("dueAt", String.valueOf(waiting.dueAt()))));
          Notices.remind(db, waiting);
        });
  }

  ImportCounts finish(Finish finish) {
    if (!finish.status().ended()) {
      throw new IllegalArgumentException("not an end of an import");
    }
    if (finish.ref().attempt() > 0) {
      return corrections.finish(finish);
    }
    String tenant = finish.ref().tenant().value();
    ImportJob job = tenancy.read(tenant, db -> ImportJob.load(db, finish.ref()));
    if (job.status().ended()) {
      return job.counts();
    }
    int closed = PORTION;
    while (closed == PORTION) {
      closed =
          tenancy.write(
              tenant, db -> db.connectionResult(connection -> closePortion(connection, finish)));
    }
    return tenancy.write(
        tenant,
        db -> {
          int ended = db.connectionResult(connection -> end(connection, finish));
          db.connection(connection -> forgetPreview(connection, finish));
          ImportCounts counts = ImportJob.load(db, finish.ref()).counts();
          if (ended > 0) {
            db.connection(connection -> ErrorCounts.found(connection, finish.ref()));
            Audit.append(db, audited(finish, counts));
            Notices.arise(db, finish.ref(), finish.status());
          }
          return counts;
        });
  }

  /**
   * Makes unprocessed lines of the next staged rows. Each portion is a transaction, so a try that
   * runs out of time was not in vain. An attempt that still merges rows of the portion is waited
   * for; two attempts to finish take turns, so that each finds what the other has left.
   */
  private static int closePortion(Connection connection, Finish finish) throws SQLException {
    BulkSql.fetch(
        connection,
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        row -> finish,
        "import-finish/" + finish.ref().importId());
    byIndex(connection);
    String portion =
        finish.status() == ImportStatus.EXPIRED
            ? """
            select row_number, byte_offset, byte_length from csr.import_staging
            where tenant_id = ? and import_id = ? and row_number > (
              select coalesce(max(row_number), 0) from csr.import_rows
              where tenant_id = ? and import_id = ? and outcome = 'unprocessed')
            order by row_number limit %d for update
            """
            : """
            delete from csr.import_staging
            where tenant_id = ? and import_id = ? and row_number <= (
              select max(row_number) from (
                select row_number from csr.import_staging
                where tenant_id = ? and import_id = ? order by row_number limit %d) next)
            returning row_number, byte_offset, byte_length
            """;
    return BulkSql.execute(
        connection,
        """
        with portion as (%s)
        insert into csr.import_rows (tenant_id, import_id, row_number, byte_offset, byte_length, outcome)
        select ?, ?, row_number, byte_offset, byte_length, 'unprocessed' from portion
        """
            .formatted(portion.formatted(PORTION)),
        finish.ref().tenant().value(),
        finish.ref().importId(),
        finish.ref().tenant().value(),
        finish.ref().importId(),
        finish.ref().tenant().value(),
        finish.ref().importId());
  }

  /**
   * A portion takes as long in a large file as in a small one: staged rows are walked in their
   * order. The planner, which may not know yet how many there are, would read all that are left,
   * those of other imports too.
   */
  static void byIndex(Connection connection) throws SQLException {
    BulkSql.fetch(
        connection,
        "select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)",
        row -> row.getString(1));
  }

  private static int end(Connection connection, Finish finish) throws SQLException {
    return BulkSql.execute(
        connection,
        """
        update csr.import_jobs j
        set status = ?, problem = ?::jsonb, finished_at = now(), run_finished_at = now(), approval_due_at = null,
          finished_stage = case when ? then ? else finished_stage end,
          accepted_rows = ledger.accepted, updated_rows = ledger.updated, rejected_rows = ledger.rejected,
          duplicate_rows = ledger.duplicate, unprocessed_rows = ledger.unprocessed
        from (
          select count(*) filter (where outcome = 'accepted') as accepted,
            count(*) filter (where updated) as updated,
            count(*) filter (where outcome = 'rejected') as rejected,
            count(*) filter (where outcome = 'duplicate') as duplicate,
            count(*) filter (where outcome = 'unprocessed') as unprocessed
          from csr.import_rows where tenant_id = ? and import_id = ?
        ) ledger
        where j.tenant_id = ? and j.import_id = ? and j.finished_at is null
        """,
        finish.status().spelling(),
        problem(finish),
        finish.status() == ImportStatus.COMPLETED,
        FinishedStage.MERGED.spelling(),
        finish.ref().tenant().value(),
        finish.ref().importId(),
        finish.ref().tenant().value(),
        finish.ref().importId());
  }

  /**
   * Who approved has seen it, and what is over needs nobody's approval; a dry run is its report.
   */
  private static void forgetPreview(Connection connection, Finish finish) throws SQLException {
    BulkSql.execute(
        connection,
        """
        delete from csr.import_previews p using csr.import_jobs j
        where p.tenant_id = ? and p.import_id = ? and j.tenant_id = p.tenant_id and j.import_id = p.import_id
          and j.mode <> 'dry-run'
        """,
        finish.ref().tenant().value(),
        finish.ref().importId());
  }

  static @Nullable String problem(Finish finish) {
    if (finish.problem() == null) {
      return null;
    }
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", finish.problem());
    if (finish.line() != null) {
      problem.put("line", finish.line());
    }
    return Json.of(problem);
  }

  private static AuditEntry entry(ImportRef ref, String action) {
    return AuditEntry.of(
            ref.tenant().value(), "system", "system", action, "import", ref.importId().toString())
        .withWorkflow(ImportNames.workflowId(ref.tenant(), ref.importId()));
  }

  private static AuditEntry audited(Finish finish, ImportCounts counts) {
    return entry(finish.ref(), "imports.finished")
        .withDetails(Map.of("status", finish.status().spelling(), "counts", counts));
  }
}
