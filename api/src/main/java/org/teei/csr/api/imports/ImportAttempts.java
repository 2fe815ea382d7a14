package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.WorkflowLinks;
import org.teei.csr.schema.jooq.tables.records.ImportAttemptsRecord;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/** Reads what was done with imports after they were completed. */
@Component
final class ImportAttempts {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final WorkflowLinks links;

  ImportAttempts(Tenancy tenancy, CurrentPrincipal principals, WorkflowLinks links) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.links = links;
  }

  List<ImportAttempt> of(UUID id) {
    var tenant = principals.get().tenant();
    return tenancy.read(
        tenant,
        db -> {
          ImportJobs.find(db, tenant, id);
          return db.selectFrom(IMPORT_ATTEMPTS)
              .where(IMPORT_ATTEMPTS.TENANT_ID.eq(tenant), IMPORT_ATTEMPTS.IMPORT_ID.eq(id))
              .orderBy(IMPORT_ATTEMPTS.ATTEMPT)
              .fetch(this::shape);
        });
  }

  ImportAttempt get(UUID id, int attempt) {
    var tenant = principals.get().tenant();
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(IMPORT_ATTEMPTS)
                .where(
                    IMPORT_ATTEMPTS.TENANT_ID.eq(tenant),
                    IMPORT_ATTEMPTS.IMPORT_ID.eq(id),
                    IMPORT_ATTEMPTS.ATTEMPT.eq(attempt))
                .fetchOptional(this::shape)
                .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND)));
  }

  ImportAttempt shape(ImportAttemptsRecord row) {
    return ImportAttempt.of(row, links);
  }

  /** The workflow that works at an import now: that of its running attempt, else its own. */
  String workflowId(ImportJobsRecord job) {
    return tenancy
        .read(job.getTenantId(), db -> running(db, job))
        .map(ImportAttemptsRecord::getWorkflowId)
        .orElseGet(job::getWorkflowId);
  }

  private static Optional<ImportAttemptsRecord> running(DSLContext db, ImportJobsRecord job) {
    return db.selectFrom(IMPORT_ATTEMPTS)
        .where(
            IMPORT_ATTEMPTS.TENANT_ID.eq(job.getTenantId()),
            IMPORT_ATTEMPTS.IMPORT_ID.eq(job.getImportId()),
            IMPORT_ATTEMPTS.STATUS.eq("running"))
        .fetchOptional();
  }
}
