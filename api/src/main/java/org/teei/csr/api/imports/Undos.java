package org.teei.csr.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.observability.TraceContext;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Begins to take imports back. It is an attempt of the import with a workflow of its own; attempt,
 * status, start intent and decision are one transaction.
 */
@Component
final class Undos {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final WorkflowStarts starts;
  private final ImportJobs jobs;
  private final IdempotentRequests requests;

  Undos(
      Tenancy tenancy,
      CurrentPrincipal principals,
      AuditTrail trail,
      WorkflowStarts starts,
      ImportJobs jobs,
      IdempotentRequests requests) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.starts = starts;
    this.jobs = jobs;
    this.requests = requests;
  }

  ResponseEntity<byte[]> undo(UUID id, @Nullable String reason, @Nullable String key) {
    jobs.row(id);
    return requests.answer(
        principals.get(),
        "POST /v1/imports/{id}/undo",
        key,
        List.of(
            id.toString().getBytes(UTF_8), Objects.requireNonNullElse(reason, "").getBytes(UTF_8)),
        asked -> {
          begin(id, asked, reason);
          return new Answer(202, jobs.get(id), URI.create("/v1/imports/" + id));
        });
  }

  /**
   * @param asked id of the request; one whose answer was lost has begun already
   */
  private void begin(UUID id, UUID asked, @Nullable String reason) {
    var tenant = principals.get().tenant();
    try {
      var intent =
          tenancy.write(
              tenant,
              db -> {
                var job = lock(db, tenant, id);
                if (begun(db, tenant, asked)) {
                  return null;
                }
                requireUndoable(job);
                return begin(db, job, asked, reason);
              });
      if (intent != null) {
        starts.soon(intent);
      }
    } catch (IntegrityConstraintViolationException sameBytes) {
      // One of a file may be at work; a job that ended without success stands in nobody's way.
      throw ProblemException.of(ImportProblem.IMPORTED_ANEW);
    }
  }

  private static ImportJobsRecord lock(DSLContext db, String tenant, UUID id) {
    ImportJobs.find(db, tenant, id);
    return db.selectFrom(IMPORT_JOBS)
        .where(IMPORT_JOBS.TENANT_ID.eq(tenant), IMPORT_JOBS.IMPORT_ID.eq(id))
        .forUpdate()
        .fetchSingle();
  }

  private static boolean begun(DSLContext db, String tenant, UUID asked) {
    return db.fetchExists(
        START_INTENTS, START_INTENTS.TENANT_ID.eq(tenant), START_INTENTS.INTENT_ID.eq(asked));
  }

  /** Only what has come to an end and has landed can be taken back, while it is known how. */
  static void requireUndoable(ImportJobsRecord job) {
    var status = ImportJob.status(job);
    var landed =
        switch (status) {
          case COMPLETED -> true;
          case FAILED, CANCELLED, EXPIRED -> job.getAcceptedRows() > 0;
          case QUEUED,
              STAGING,
              VALIDATING,
              AWAITING_APPROVAL,
              MERGING,
              SCREENING,
              CORRECTING,
              UNDOING,
              PAUSED,
              PARKED,
              UNDONE ->
              false;
        };
    if (!landed) {
      throw ProblemException.inState(ImportProblem.NOT_IN_THIS_STATE, status.spelling());
    }
    if (job.getMode().equals("dry-run")) {
      throw ProblemException.of(ImportProblem.DRY_RUN);
    }
    if (job.getStoredObject().isEmpty() || job.getExpiresAt().isBefore(Instant.now())) {
      throw ProblemException.of(ImportProblem.UNDO_EXPIRED);
    }
  }

  private StartIntent begin(
      DSLContext db, ImportJobsRecord job, UUID asked, @Nullable String reason) {
    var last =
        db.select(DSL.coalesce(DSL.max(IMPORT_ATTEMPTS.ATTEMPT), 0))
            .from(IMPORT_ATTEMPTS)
            .where(
                IMPORT_ATTEMPTS.TENANT_ID.eq(job.getTenantId()),
                IMPORT_ATTEMPTS.IMPORT_ID.eq(job.getImportId()))
            .fetchSingle()
            .value1();
    var intent = intent(job, last + 1, asked);
    db.insertInto(IMPORT_ATTEMPTS)
        .set(IMPORT_ATTEMPTS.TENANT_ID, job.getTenantId())
        .set(IMPORT_ATTEMPTS.IMPORT_ID, job.getImportId())
        .set(IMPORT_ATTEMPTS.ATTEMPT, last + 1)
        .set(IMPORT_ATTEMPTS.KIND, "undo")
        .set(IMPORT_ATTEMPTS.WORKFLOW_ID, intent.workflowId())
        .set(IMPORT_ATTEMPTS.CREATED_BY, principals.get().name())
        .execute();
    db.update(IMPORT_JOBS)
        .set(IMPORT_JOBS.STATUS, ImportStatus.UNDOING.spelling())
        .setNull(IMPORT_JOBS.FINISHED_AT)
        .setNull(IMPORT_JOBS.PROBLEM)
        .where(
            IMPORT_JOBS.TENANT_ID.eq(job.getTenantId()),
            IMPORT_JOBS.IMPORT_ID.eq(job.getImportId()))
        .execute();
    StartIntents.add(db, intent);
    Decisions.record(
        db,
        trail
            .entry("imports.undo", "import", job.getImportId())
            .withWorkflow(intent.workflowId())
            .withChanges(new Change("status", job.getStatus(), ImportStatus.UNDOING.spelling())),
        reason);
    return intent;
  }

  private static StartIntent intent(ImportJobsRecord job, int attempt, UUID intentId) {
    var tenant = new TenantId(job.getTenantId());
    return new StartIntent(
        job.getTenantId(),
        intentId,
        ImportNames.FEATURE,
        ImportNames.UNDO_WORKFLOW_TYPE,
        ImportNames.undoWorkflowId(tenant, job.getImportId(), attempt),
        ImportNames.TASK_QUEUE,
        Json.of(new ImportRef(tenant, job.getImportId(), attempt)),
        "Taking an import back",
        job.getImportId().toString(),
        ImportNames.PRIORITY,
        TraceContext.parent());
  }
}
