package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.WorkflowCommands;
import org.teei.csr.api.shared.WorkflowCommands.Outcome;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportCommand;
import org.teei.csr.workflows.imports.ImportStatus;

/** Pauses, resumes, cancels, approves and restarts imports. Each is a decision on record. */
@Component
final class ImportCommands {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final WorkflowCommands workflows;
  private final WorkflowStarts starts;
  private final ImportJobs jobs;
  private final ImportQuotas quotas;
  private final ImportAttempts attempts;

  ImportCommands(
      Tenancy tenancy,
      CurrentPrincipal principals,
      AuditTrail trail,
      WorkflowCommands workflows,
      WorkflowStarts starts,
      ImportJobs jobs,
      ImportQuotas quotas,
      ImportAttempts attempts) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.workflows = workflows;
    this.starts = starts;
    this.jobs = jobs;
    this.quotas = quotas;
    this.attempts = attempts;
  }

  /** What a running import can be told; the name in lower case is that of the Update. */
  enum Command {
    PAUSE,
    RESUME,
    CANCEL,
    APPROVE;

    String update() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a command came to.
   *
   * @param confirmed whether the import has done it; else it was told and will
   */
  record Told(ImportJob job, boolean confirmed) {}

  Told tell(UUID id, Command command, @Nullable String reason) {
    var job = jobs.row(id);
    var status = ImportJob.status(job);
    // The row follows its workflow with a delay: only an end is certain here.
    if (status.ended()) {
      throw notIn(status);
    }
    if (!workflows.reachable()) {
      throw ProblemException.of(ImportProblem.WORKFLOW_UNREACHABLE);
    }
    var workflowId = attempts.workflowId(job);
    // A workflow that is not there yet cannot be told anything.
    starts.pending(job.getTenantId(), workflowId);
    var decision =
        tenancy.write(
            job.getTenantId(),
            db ->
                Decisions.record(
                    db, entry(job, workflowId, "imports." + command.update()), reason));
    var outcome =
        workflows.send(workflowId, command.update(), decision, new ImportCommand(decision));
    return switch (outcome) {
      case Outcome.Done() -> new Told(jobs.get(id), true);
      case Outcome.Pending() -> new Told(jobs.get(id), false);
      case Outcome.Refused(String failureType) -> {
        noteRefusal(job, workflowId, command, decision);
        throw ProblemException.inState(
            ImportProblem.ofRefusal(failureType), ImportJob.status(jobs.row(id)).spelling());
      }
      case Outcome.NotRunning() -> {
        noteRefusal(job, workflowId, command, decision);
        throw notIn(ImportJob.status(jobs.row(id)));
      }
    };
  }

  /** The decision stays on record; this says that nothing came of it. */
  private void noteRefusal(
      ImportJobsRecord job, String workflowId, Command command, UUID decision) {
    var refused =
        entry(job, workflowId, "imports." + command.update() + "-refused")
            .withDetails(Map.of("decisionId", decision.toString()));
    tenancy.change(job.getTenantId(), db -> Audit.append(db, refused));
  }

  private AuditEntry entry(ImportJobsRecord job, String workflowId, String action) {
    return trail.entry(action, "import", job.getImportId()).withWorkflow(workflowId);
  }

  /** Goes on, from the last finished stage, with an import whose wait for a decision ran out. */
  ImportJob restart(UUID id, @Nullable String reason) {
    var tenant = principals.get().tenant();
    var intent = ImportStarts.intent(tenant, id);
    try {
      tenancy.change(
          tenant,
          db -> {
            reopen(db, tenant, id);
            quotas.check(db, tenant);
            StartIntents.add(db, intent);
            Decisions.record(db, restarted(id, intent), reason);
          });
    } catch (IntegrityConstraintViolationException sameBytes) {
      throw ProblemException.of(ImportProblem.NEWER_IMPORT);
    }
    starts.soon(intent);
    return jobs.get(id);
  }

  private AuditEntry restarted(UUID id, StartIntent intent) {
    return trail
        .entry("imports.restart", "import", id)
        .withWorkflow(intent.workflowId())
        .withChanges(
            new Change("status", ImportStatus.EXPIRED.spelling(), ImportStatus.QUEUED.spelling()));
  }

  private static void reopen(DSLContext db, String tenant, UUID id) {
    var reopened =
        db.update(IMPORT_JOBS)
            .set(IMPORT_JOBS.STATUS, ImportStatus.QUEUED.spelling())
            .set(IMPORT_JOBS.ATTEMPT, IMPORT_JOBS.ATTEMPT.plus(1))
            .set(IMPORT_JOBS.UNPROCESSED_ROWS, 0L)
            .setNull(IMPORT_JOBS.FINISHED_AT)
            .setNull(IMPORT_JOBS.PROBLEM)
            .where(
                IMPORT_JOBS.TENANT_ID.eq(tenant),
                IMPORT_JOBS.IMPORT_ID.eq(id),
                IMPORT_JOBS.STATUS.eq(ImportStatus.EXPIRED.spelling()),
                IMPORT_JOBS.STORED_OBJECT.ne(""),
                IMPORT_JOBS.EXPIRES_AT.gt(DSL.currentInstant()))
            .execute();
    if (reopened == 0) {
      var status = ImportJob.status(ImportJobs.find(db, tenant, id));
      throw status == ImportStatus.EXPIRED
          ? ProblemException.of(ImportProblem.FILE_EXPIRED)
          : notIn(status);
    }
  }

  private static ProblemException notIn(ImportStatus status) {
    return ProblemException.inState(ImportProblem.NOT_IN_THIS_STATE, status.spelling());
  }
}
