package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.imports.uploads.Uploads;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.engines.imports.FileReading;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.IncomingFile;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.imports.NewImport;
import org.teei.csr.schema.imports.NewImport.StoredFile;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportStatus;

/**
 * Takes files in: looks at the head, stores the rest encrypted as it comes, then makes the job.
 * What was stored is deleted again where no job is made of it.
 */
@Component
final class ImportUploads {
  private static final Logger log = LoggerFactory.getLogger(ImportUploads.class);

  private final Tenancy tenancy;
  private final Storage storage;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;
  private final WorkflowStarts starts;
  private final ImportJobs jobs;
  private final ImportMappings mappings;
  private final ImportQuotas quotas;
  private final ImportSettings settings;
  private final Uploads pieces;

  ImportUploads(
      Tenancy tenancy,
      Storage storage,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests,
      WorkflowStarts starts,
      ImportJobs jobs,
      ImportMappings mappings,
      ImportQuotas quotas,
      ImportSettings settings,
      Uploads pieces) {
    this.tenancy = tenancy;
    this.storage = storage;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
    this.starts = starts;
    this.jobs = jobs;
    this.mappings = mappings;
    this.quotas = quotas;
    this.settings = settings;
    this.pieces = pieces;
  }

  /**
   * Makes a job of the file in the body, or of an upload, or finds the one that was made of it
   * before.
   */
  ResponseEntity<byte[]> accept(
      ImportKind kind,
      UploadOptions options,
      @Nullable UUID upload,
      @Nullable String idempotencyKey,
      HttpServletRequest request)
      throws IOException {
    var reading = mappings.reading(kind, options.reading());
    var taken =
        upload == null
            ? store(kind, reading, UploadBody.open(request, settings.largestUpload()))
            : storeUpload(kind, reading, upload, request);
    try {
      return requests.answer(
          principals.get(),
          "POST /v1/import/" + kind.id(),
          idempotencyKey,
          List.of(options.fingerprint(), taken.declared(), taken.file().sha256()),
          id -> settle(id, kind, options, taken.file()));
    } finally {
      deleteUnlessKept(taken.file());
    }
  }

  /**
   * What no job refers to goes at once. Where the database cannot say, a job may well have been
   * committed: the file stays, and housekeeping finds out later.
   */
  private void deleteUnlessKept(StoredFile file) {
    try {
      if (!keeps(file)) {
        delete(file);
      }
    } catch (DataAccessException unknown) {
      log.warn("Whether a job refers to a stored object is not known: {}", file.name());
    }
  }

  private Taken storeUpload(
      ImportKind kind, FileReading reading, UUID upload, HttpServletRequest request)
      throws IOException {
    var finished = pieces.open(upload);
    try (var _ = finished.bytes()) {
      return store(kind, reading, UploadBody.ofUpload(finished, request));
    }
  }

  private Taken store(ImportKind kind, FileReading reading, UploadBody body) throws IOException {
    var tenant = principals.get().tenant();
    var name = "imports/" + Ids.next();
    try {
      var incoming = IncomingFile.open(kind, body.file(), body.charset(), reading);
      var stored = storage.write(tenant, name, incoming.content());
      var file = file(name, incoming, stored.length());
      finish(body, file);
      return new Taken(file, String.valueOf(body.charset()).getBytes(StandardCharsets.UTF_8));
    } catch (FileRefused refused) {
      throw FileProblemEntry.refusal(refused.problem());
    }
  }

  private static StoredFile file(String name, IncomingFile incoming, long storedLength) {
    var format = incoming.readable().format();
    var header = incoming.readable().header();
    return new StoredFile(
        name,
        header.schema().name(),
        header.schema().version(),
        format.encoding().id(),
        format.delimiter().id(),
        format.lineEnding().name(),
        header.extraColumns(),
        incoming.reading().mapping().json(),
        incoming.reading().declared().json(),
        incoming.reading().sha256(),
        incoming.length(),
        incoming.sha256(),
        storedLength);
  }

  private void finish(UploadBody body, StoredFile file) throws IOException {
    var complete = false;
    try {
      body.finish();
      complete = true;
    } finally {
      if (!complete) {
        delete(file);
      }
    }
  }

  private Answer settle(UUID request, ImportKind kind, UploadOptions options, StoredFile file) {
    var tenant = principals.get().tenant();
    var id = tenancy.read(tenant, db -> jobOf(db, tenant, request));
    Optional<ImportJobsRecord> earlier = Optional.empty();
    while (earlier.isEmpty()) {
      var intent = ImportStarts.intent(tenant, id);
      var job =
          new NewImport(
              tenant,
              id,
              intent.workflowId(),
              principals.get().name(),
              kind.id(),
              options.stored(),
              file);
      if (tenancy.write(tenant, db -> insert(db, job, intent))) {
        starts.soon(intent);
        return new Answer(202, jobs.get(id), location(id));
      }
      // Empty where the earlier job ended without success between the two statements.
      earlier = tenancy.read(tenant, job::earlier);
    }
    return new Answer(200, jobs.shape(earlier.get()), location(earlier.get().getImportId()));
  }

  /** The id for a request, behind those of earlier uses of its key. */
  private static UUID jobOf(DSLContext db, String tenant, UUID request) {
    return IdempotentRequests.unused(
        request,
        id ->
            db.fetchExists(
                IMPORT_JOBS,
                IMPORT_JOBS.TENANT_ID.eq(tenant),
                IMPORT_JOBS.IMPORT_ID.eq(id),
                IMPORT_JOBS.CREATED_AT.le(
                    DSL.currentInstant().minus(DayToSecond.valueOf(IdempotentRequests.LIFETIME)))));
  }

  private boolean insert(DSLContext db, NewImport job, StartIntent intent) {
    if (!job.insert(db)) {
      return false;
    }
    quotas.check(db, job.tenant());
    StartIntents.add(db, intent);
    Audit.append(
        db,
        trail
            .entry("imports.created", "import", job.id())
            .withWorkflow(intent.workflowId())
            .withChanges(new Change("status", null, ImportStatus.QUEUED.spelling()))
            .withDetails(Map.of("kind", job.kind(), "forced", job.options().force())));
    return true;
  }

  /** Whether a job refers to the stored object. */
  private boolean keeps(StoredFile file) {
    var tenant = principals.get().tenant();
    return tenancy.read(
        tenant,
        db ->
            db.fetchExists(
                IMPORT_JOBS,
                IMPORT_JOBS.TENANT_ID.eq(tenant),
                IMPORT_JOBS.STORED_OBJECT.eq(file.name())));
  }

  private void delete(StoredFile file) {
    try {
      storage.delete(principals.get().tenant(), file.name());
    } catch (IOException e) {
      // Housekeeping removes objects that no job refers to.
      log.warn("A stored object could not be deleted: {}", file.name());
    }
  }

  private static URI location(UUID id) {
    return URI.create("/v1/imports/" + id);
  }

  /**
   * A file that was taken in.
   *
   * @param declared the charset that was declared with it
   */
  private record Taken(StoredFile file, byte[] declared) {}
}
