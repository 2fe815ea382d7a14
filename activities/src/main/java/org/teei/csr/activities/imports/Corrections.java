package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_STAGING;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jooq.DSLContext;
import org.teei.csr.activities.imports.ImportJob.FinishedStage;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportStatus;

/**
 * Keeps the books of corrections. Each transaction that decides corrected rows moves them in the
 * counts of their import, so that its ledger closes at every moment; the end of a correction has
 * nothing to count. Rows that it did not come to stay rejected, as they were.
 */
final class Corrections {
  private static final int PORTION = 20_000;

  private final Tenancy tenancy;

  Corrections(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  /**
   * Before the first block, what a step of an earlier correction may have staged after its end
   * goes. The lock keeps a step of this one, which was taken for dead, from staging between the
   * two.
   */
  static void begin(DSLContext db, ImportJob job) {
    long read =
        db.select(IMPORT_ATTEMPTS.READ_ROWS)
            .from(IMPORT_ATTEMPTS)
            .where(
                IMPORT_ATTEMPTS.TENANT_ID.eq(job.tenant()),
                IMPORT_ATTEMPTS.IMPORT_ID.eq(job.importId()),
                IMPORT_ATTEMPTS.ATTEMPT.eq(job.attempt()))
            .forUpdate()
            .fetchSingle()
            .value1();
    if (read == 0) {
      db.deleteFrom(IMPORT_STAGING)
          .where(
              IMPORT_STAGING.TENANT_ID.eq(job.tenant()),
              IMPORT_STAGING.IMPORT_ID.eq(job.importId()))
          .execute();
    }
  }

  /** The file of a correction was read to its end; ratings are read by the scale of the import. */
  static void staged(Tenancy tenancy, ImportJob job) {
    tenancy.copy(
        job.tenant(),
        connection ->
            BulkSql.execute(
                connection,
                """
                update csr.import_attempts set finished_stage = 'staged'
                where tenant_id = ? and import_id = ? and attempt = ? and finished_stage = 'none'
                """,
                job.tenant(),
                job.importId(),
                job.attempt()));
  }

  /** So many rejected rows of an import have come to another end. */
  static void move(
      Connection connection, ImportJob job, long accepted, long updated, long duplicate)
      throws SQLException {
    BulkSql.execute(
        connection,
        """
        update csr.import_jobs
        set accepted_rows = accepted_rows + ?, updated_rows = updated_rows + ?,
          duplicate_rows = duplicate_rows + ?, rejected_rows = rejected_rows - ?
        where tenant_id = ? and import_id = ?
        """,
        accepted,
        updated,
        duplicate,
        accepted + duplicate,
        job.tenant(),
        job.importId());
  }

  /** Ends a correction, however it went; its import is completed, as it was before. */
  ImportCounts finish(Finish finish) {
    String tenant = finish.ref().tenant().value();
    ImportJob job = tenancy.read(tenant, db -> ImportJob.load(db, finish.ref()));
    if (job.status().ended()) {
      return job.counts();
    }
    int cleared = PORTION;
    while (cleared == PORTION) {
      cleared =
          tenancy.write(
              tenant, db -> db.connectionResult(connection -> clearPortion(connection, job)));
    }
    return tenancy.write(
        tenant,
        db -> {
          boolean ended = db.connectionResult(connection -> end(connection, finish));
          ImportCounts counts = ImportJob.load(db, finish.ref()).counts();
          if (ended) {
            Audit.append(db, audited(finish, counts));
          }
          return counts;
        });
  }

  private static int clearPortion(Connection connection, ImportJob job) throws SQLException {
    BulkSql.fetch(
        connection,
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        row -> job,
        "import-finish/" + job.importId());
    Finishing.byIndex(connection);
    return BulkSql.execute(
        connection,
        """
        delete from csr.import_staging
        where tenant_id = ? and import_id = ? and row_number <= (
          select max(row_number) from (
            select row_number from csr.import_staging
            where tenant_id = ? and import_id = ? order by row_number limit ?) next)
          and exists (select from csr.import_attempts
            where tenant_id = ? and import_id = ? and attempt = ? and status = 'running')
        """,
        job.tenant(),
        job.importId(),
        job.tenant(),
        job.importId(),
        PORTION,
        job.tenant(),
        job.importId(),
        job.attempt());
  }

  /** The import first, as whoever decides about it locks it first. */
  private static boolean end(Connection connection, Finish finish) throws SQLException {
    var ref = finish.ref();
    BulkSql.execute(
        connection,
        """
        update csr.import_jobs j set status = 'completed', finished_at = now()
        from csr.import_attempts a
        where j.tenant_id = ? and j.import_id = ? and j.finished_at is null and a.tenant_id = j.tenant_id
          and a.import_id = j.import_id and a.attempt = ? and a.status = 'running'
        """,
        ref.tenant().value(),
        ref.importId(),
        ref.attempt());
    int ended =
        BulkSql.execute(
            connection,
            """
            update csr.import_attempts
            set status = ?, problem = ?::jsonb, finished_at = now(),
              finished_stage = case when ? then ? else finished_stage end
            where tenant_id = ? and import_id = ? and attempt = ? and status = 'running'
            """,
            finish.status().spelling(),
            Finishing.problem(finish),
            finish.status() == ImportStatus.COMPLETED,
            FinishedStage.MERGED.spelling(),
            ref.tenant().value(),
            ref.importId(),
            ref.attempt());
    if (ended > 0) {
      ErrorCounts.corrected(connection, ref);
    }
    return ended > 0;
  }

  private static AuditEntry audited(Finish finish, ImportCounts counts) {
    var ref = finish.ref();
    return AuditEntry.of(
            ref.tenant().value(),
            "system",
            "system",
            "imports.correction-finished",
            "import",
            ref.importId().toString())
        .withWorkflow(ImportNames.correctionId(ref.tenant(), ref.importId(), ref.attempt()))
        .withDetails(
            Map.of(
                "attempt", ref.attempt(), "status", finish.status().spelling(), "counts", counts));
  }
}
