package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.observability.TraceContext;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.schema.jooq.tables.records.ImportAttemptsRecord;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.shared.TenantId;

/**
 * A correction to be made of a stored file.
 *
 * @param sha256 of what was sent, by which it is known again
 * @param refusal why it cannot be taken; null where it can
 * @param checked the ledger that its rows were looked up in
 */
record NewCorrection(
    ImportJobsRecord job,
    String createdBy,
    byte[] sha256,
    String storedObject,
    long storedLength,
    @Nullable ProblemException refusal,
    LedgerState checked) {
  /** What changes whenever rows of a completed import leave the quarantine. */
  record LedgerState(String status, int attempts, long discarded) {

    static LedgerState of(DSLContext db, ImportJobsRecord job) {
      return new LedgerState(
          job.getStatus(),
          db.fetchCount(
              IMPORT_ATTEMPTS,
              IMPORT_ATTEMPTS.TENANT_ID.eq(job.getTenantId()),
              IMPORT_ATTEMPTS.IMPORT_ID.eq(job.getImportId())),
          job.getDiscardedRows());
    }
  }

  /** Takes the lock that every decision about a completed import takes first. */
  static ImportJobsRecord locked(DSLContext db, ImportJobsRecord job) {
    return db.selectFrom(IMPORT_JOBS)
        .where(
            IMPORT_JOBS.TENANT_ID.eq(job.getTenantId()),
            IMPORT_JOBS.IMPORT_ID.eq(job.getImportId()))
        .forNoKeyUpdate()
        .fetchSingle();
  }

  /** The attempt that was made of the same bytes before, however often they are sent. */
  Optional<ImportAttemptsRecord> earlier(DSLContext db) {
    return db.selectFrom(IMPORT_ATTEMPTS)
        .where(
            IMPORT_ATTEMPTS.TENANT_ID.eq(job.getTenantId()),
            IMPORT_ATTEMPTS.IMPORT_ID.eq(job.getImportId()),
            IMPORT_ATTEMPTS.CONTENT_SHA256.eq(sha256),
            IMPORT_ATTEMPTS.STATUS.in("running", "completed"))
        .fetchOptional();
  }

  ImportAttemptsRecord insert(DSLContext db) {
    int attempt = checked.attempts() + 1;
    db.update(IMPORT_JOBS)
        .set(IMPORT_JOBS.STATUS, ImportStatus.CORRECTING.spelling())
        .setNull(IMPORT_JOBS.FINISHED_AT)
        .where(
            IMPORT_JOBS.TENANT_ID.eq(job.getTenantId()),
            IMPORT_JOBS.IMPORT_ID.eq(job.getImportId()))
        .execute();
    return db.insertInto(IMPORT_ATTEMPTS)
        .set(IMPORT_ATTEMPTS.TENANT_ID, job.getTenantId())
        .set(IMPORT_ATTEMPTS.IMPORT_ID, job.getImportId())
        .set(IMPORT_ATTEMPTS.ATTEMPT, attempt)
        .set(IMPORT_ATTEMPTS.KIND, "correction")
        .set(
            IMPORT_ATTEMPTS.WORKFLOW_ID,
            ImportNames.correctionId(tenant(), job.getImportId(), attempt))
        .set(IMPORT_ATTEMPTS.CONTENT_SHA256, sha256)
        .set(IMPORT_ATTEMPTS.STORED_OBJECT, storedObject)
        .set(IMPORT_ATTEMPTS.STORED_LENGTH, storedLength)
        .set(IMPORT_ATTEMPTS.CREATED_BY, createdBy)
        .set(IMPORT_ATTEMPTS.CREATED_AT, DSL.currentInstant())
        .returning()
        .fetchSingle();
  }

  StartIntent intent(ImportAttemptsRecord attempt) {
    return new StartIntent(
        job.getTenantId(),
        Ids.next(),
        ImportNames.FEATURE,
        ImportNames.WORKFLOW_TYPE,
        attempt.getWorkflowId(),
        ImportNames.TASK_QUEUE,
        Json.of(new ImportRef(tenant(), job.getImportId(), attempt.getAttempt())),
        "Correction of rejected rows of an import",
        job.getImportId().toString(),
        ImportNames.PRIORITY,
        TraceContext.parent());
  }

  UUID importId() {
    return job.getImportId();
  }

  private TenantId tenant() {
    return new TenantId(job.getTenantId());
  }
}
