package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_STAGING;

import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.UndoCounts;
import org.teei.csr.workflows.imports.UndoFinish;

/**
 * Ends the taking back of an import. One that came to no end leaves an import that can be taken
 * back again; the status then is one under which the same file may be sent anew.
 */
final class UndoFinishing {
  private final Tenancy tenancy;

  UndoFinishing(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  UndoCounts finish(UndoFinish finish) {
    if (!finish.status().ended()) {
      throw new IllegalArgumentException("not an end of an import");
    }
    ImportRef ref = finish.ref();
    return tenancy.write(
        ref.tenant().value(),
        db -> {
          ImportJob job = ImportJob.load(db, ref.ofFile());
          UndoCounts counts = counts(db, job);
          if (endAttempt(db, finish) > 0) {
            end(db, finish, counts);
            // Nothing of the file is to land any more, not even by a restart.
            db.deleteFrom(IMPORT_STAGING)
                .where(
                    IMPORT_STAGING.TENANT_ID.eq(job.tenant()),
                    IMPORT_STAGING.IMPORT_ID.eq(job.importId()))
                .execute();
            Audit.append(db, audited(finish, counts));
          }
          return counts;
        });
  }

  static UndoCounts counts(DSLContext db, ImportJob job) {
    return db.select(
            IMPORT_JOBS.ACCEPTED_ROWS,
            IMPORT_JOBS.REVERSED_ROWS,
            IMPORT_JOBS.KEPT_ROWS,
            IMPORT_JOBS.REVERSAL_FAILED_ROWS)
        .from(IMPORT_JOBS)
        .where(IMPORT_JOBS.TENANT_ID.eq(job.tenant()), IMPORT_JOBS.IMPORT_ID.eq(job.importId()))
        .fetchSingle(row -> new UndoCounts(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  private static int endAttempt(DSLContext db, UndoFinish finish) {
    ImportRef ref = finish.ref();
    return db.update(IMPORT_ATTEMPTS)
        .set(
            IMPORT_ATTEMPTS.STATUS,
            finish.status() == ImportStatus.UNDONE ? "completed" : finish.status().spelling())
        .set(IMPORT_ATTEMPTS.PROBLEM, problem(finish.problem()))
        .set(IMPORT_ATTEMPTS.FINISHED_AT, DSL.currentInstant())
        .where(
            IMPORT_ATTEMPTS.TENANT_ID.eq(ref.tenant().value()),
            IMPORT_ATTEMPTS.IMPORT_ID.eq(ref.importId()),
            IMPORT_ATTEMPTS.ATTEMPT.eq(ref.attempt()),
            IMPORT_ATTEMPTS.STATUS.eq("running"))
        .execute();
  }

  private static void end(DSLContext db, UndoFinish finish, UndoCounts counts) {
    boolean someStay = counts.kept() + counts.failed() > 0;
    String problem =
        finish.status() == ImportStatus.UNDONE && someStay ? "imports/rows-kept" : finish.problem();
    db.update(IMPORT_JOBS)
        .set(IMPORT_JOBS.STATUS, finish.status().spelling())
        .set(IMPORT_JOBS.PROBLEM, problem(problem))
        .set(IMPORT_JOBS.FINISHED_AT, DSL.currentInstant())
        .where(
            IMPORT_JOBS.TENANT_ID.eq(finish.ref().tenant().value()),
            IMPORT_JOBS.IMPORT_ID.eq(finish.ref().importId()),
            IMPORT_JOBS.FINISHED_AT.isNull())
        .execute();
  }

  private static @Nullable JSONB problem(@Nullable String type) {
    return type == null ? null : JSONB.jsonb(Json.of(Map.of("type", type)));
  }

  private static AuditEntry audited(UndoFinish finish, UndoCounts counts) {
    ImportRef ref = finish.ref();
    return AuditEntry.of(
            ref.tenant().value(),
            "system",
            "system",
            "imports.undo-finished",
            "import",
            ref.importId().toString())
        .withWorkflow(ImportNames.undoWorkflowId(ref.tenant(), ref.importId(), ref.attempt()))
        .withDetails(Map.of("status", finish.status().spelling(), "counts", counts));
  }
}
