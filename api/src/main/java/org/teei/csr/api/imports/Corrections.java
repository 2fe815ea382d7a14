package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.imports.NewCorrection.LedgerState;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.ImportAttemptsRecord;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportStatus;

/**
 * Makes attempts of corrections. What was sent is stored before anybody asks whether it can be
 * taken: the same bytes again are the same attempt, though their rows are accepted by now.
 */
@Component
final class Corrections {
  private static final Logger log = LoggerFactory.getLogger(Corrections.class);

  private final Tenancy tenancy;
  private final Storage storage;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;
  private final WorkflowStarts starts;
  private final ImportJobs jobs;
  private final ImportAttempts attempts;

  Corrections(
      Tenancy tenancy,
      Storage storage,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests,
      WorkflowStarts starts,
      ImportJobs jobs,
      ImportAttempts attempts) {
    this.tenancy = tenancy;
    this.storage = storage;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
    this.starts = starts;
    this.jobs = jobs;
    this.attempts = attempts;
  }

  /** Makes a file of what a request says about an import. */
  interface Correcting {
    NewCorrection store(ImportJobsRecord job, LedgerState state, StoredFiles files)
        throws IOException;
  }

  /**
   * @param route method and path, for the key
   */
  ResponseEntity<byte[]> accept(UUID id, String route, @Nullable String key, Correcting correcting)
      throws IOException {
    var job = jobs.row(id);
    refuseWithoutFile(job);
    var state = tenancy.read(job.getTenantId(), db -> LedgerState.of(db, job));
    NewCorrection correction;
    try (var files = new StoredFiles(storage, tenancy, job)) {
      correction = correcting.store(job, state, files);
    } catch (NoSuchFileException gone) {
      throw ProblemException.of(ImportProblem.FILE_EXPIRED);
    }
    try {
      return requests.answer(
          principals.get(), route, key, List.of(correction.sha256()), _ -> settle(correction));
    } finally {
      deleteUnlessKept(correction);
    }
  }

  private static void refuseWithoutFile(ImportJobsRecord job) {
    if (job.getMode().equals("dry-run")) {
      throw ProblemException.of(ImportProblem.DRY_RUN);
    }
    if (job.getStoredObject().isEmpty() || job.getExpiresAt().isBefore(Instant.now())) {
      throw ProblemException.of(ImportProblem.FILE_EXPIRED);
    }
  }

  private Answer settle(NewCorrection correction) {
    var settled = tenancy.write(correction.job().getTenantId(), db -> settle(db, correction));
    if (settled.intent() != null) {
      starts.soon(settled.intent());
    }
    var attempt = attempts.shape(settled.attempt());
    return new Answer(settled.intent() == null ? 200 : 202, attempt, attempt.location());
  }

  private record Settled(ImportAttemptsRecord attempt, @Nullable StartIntent intent) {}

  private Settled settle(DSLContext db, NewCorrection correction) {
    var job = NewCorrection.locked(db, correction.job());
    var earlier = correction.earlier(db);
    if (earlier.isPresent()) {
      return new Settled(earlier.get(), null);
    }
    if (ImportJob.status(job) != ImportStatus.COMPLETED) {
      throw ProblemException.inState(ImportProblem.NOT_IN_THIS_STATE, job.getStatus());
    }
    if (correction.refusal() != null) {
      throw correction.refusal();
    }
    if (!LedgerState.of(db, job).equals(correction.checked())) {
      throw ProblemException.inState(ImportProblem.CHANGED_MEANWHILE, job.getStatus());
    }
    refuseWithoutFile(job);
    var attempt = correction.insert(db);
    var intent = correction.intent(attempt);
    StartIntents.add(db, intent);
    Decisions.record(
        db,
        trail
            .entry("imports.correct", "import", correction.importId())
            .withWorkflow(intent.workflowId())
            .withChanges(new Change("status", job.getStatus(), ImportStatus.CORRECTING.spelling()))
            .withDetails(Map.of("attempt", attempt.getAttempt())),
        null);
    return new Settled(attempt, intent);
  }

  /** As with uploads: where the database cannot say, housekeeping finds out. */
  private void deleteUnlessKept(NewCorrection correction) {
    var job = correction.job();
    var name = correction.storedObject();
    try {
      var kept =
          tenancy.read(
              job.getTenantId(),
              db ->
                  db.fetchExists(
                      IMPORT_ATTEMPTS,
                      IMPORT_ATTEMPTS.TENANT_ID.eq(job.getTenantId()),
                      IMPORT_ATTEMPTS.IMPORT_ID.eq(job.getImportId()),
                      IMPORT_ATTEMPTS.STORED_OBJECT.eq(name)));
      if (!kept) {
        storage.delete(job.getTenantId(), name);
      }
    } catch (DataAccessException | IOException unknown) {
      log.warn("A stored object was left to housekeeping: {}", name);
    }
  }
}
