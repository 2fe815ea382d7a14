package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.api.imports.ImportUploads.StoredFile;
import org.teei.csr.api.observability.TraceContext;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchema;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.shared.TenantId;

/** A job to be made of a stored file. */
record NewImport(
    String tenant,
    String createdBy,
    UUID id,
    ImportKind kind,
    UploadOptions options,
    StoredFile file,
    Duration retention) {
  private static final int PRIORITY = 3;

  /** False, and nothing is written, where the same bytes are a job already. */
  boolean insert(DSLContext db) {
    var format = file.readable().format();
    return db.insertInto(IMPORT_JOBS)
            .set(IMPORT_JOBS.TENANT_ID, tenant)
            .set(IMPORT_JOBS.IMPORT_ID, id)
            .set(IMPORT_JOBS.KIND, kind.id())
            .set(IMPORT_JOBS.SCHEMA_NAME, schema().name())
            .set(IMPORT_JOBS.SCHEMA_VERSION, schema().version())
            .set(IMPORT_JOBS.CLIENT_REFERENCE, options.clientReference())
            .set(IMPORT_JOBS.ERROR_POLICY, options.errorPolicy())
            .set(IMPORT_JOBS.UNKNOWN_PEOPLE, options.unknownPeople())
            .set(IMPORT_JOBS.FORCED, options.force())
            .set(IMPORT_JOBS.CONTENT_SHA256, file.sha256())
            .set(IMPORT_JOBS.CONTENT_LENGTH, file.length())
            .set(IMPORT_JOBS.STORED_OBJECT, file.name())
            .set(IMPORT_JOBS.STORED_LENGTH, file.storedLength())
            .set(IMPORT_JOBS.ENCODING, format.encoding().id())
            .set(IMPORT_JOBS.DELIMITER, format.delimiter().id())
            .set(IMPORT_JOBS.LINE_ENDING, format.lineEnding().name())
            .set(
                IMPORT_JOBS.EXTRA_COLUMNS,
                file.readable().header().extraColumns().toArray(String[]::new))
            .set(IMPORT_JOBS.WORKFLOW_ID, workflowId())
            .set(IMPORT_JOBS.CREATED_BY, createdBy)
            .set(IMPORT_JOBS.EXPIRES_AT, file.expiresAt(retention))
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  /**
   * The job that stands in the way: of the same request, else the newest of the same bytes and
   * options.
   */
  Optional<ImportJobsRecord> earlier(DSLContext db) {
    return db.selectFrom(IMPORT_JOBS)
        .where(IMPORT_JOBS.TENANT_ID.eq(tenant))
        .and(
            IMPORT_JOBS
                .IMPORT_ID
                .eq(id)
                .or(
                    IMPORT_JOBS
                        .FORCED
                        .isFalse()
                        .and(IMPORT_JOBS.KIND.eq(kind.id()))
                        .and(IMPORT_JOBS.CONTENT_SHA256.eq(file.sha256()))
                        .and(IMPORT_JOBS.SCHEMA_NAME.eq(schema().name()))
                        .and(IMPORT_JOBS.SCHEMA_VERSION.eq(schema().version()))
                        .and(IMPORT_JOBS.ERROR_POLICY.eq(options.errorPolicy()))
                        .and(IMPORT_JOBS.UNKNOWN_PEOPLE.eq(options.unknownPeople()))
                        .and(IMPORT_JOBS.STATUS.notIn(WITHOUT_SUCCESS))))
        .orderBy(DSL.field(IMPORT_JOBS.IMPORT_ID.eq(id)).desc(), IMPORT_JOBS.CREATED_AT.desc())
        .limit(1)
        .fetchOptional();
  }

  StartIntent intent(UUID intentId) {
    return intent(tenant, id, intentId);
  }

  /** What starts the workflow of an import, the first time and at a restart. */
  static StartIntent intent(String tenant, UUID id, UUID intentId) {
    var tenantId = new TenantId(tenant);
    return new StartIntent(
        tenant,
        intentId,
        ImportNames.FEATURE,
        ImportNames.WORKFLOW_TYPE,
        ImportNames.workflowId(tenantId, id),
        ImportNames.TASK_QUEUE,
        Json.of(new ImportRef(tenantId, id)),
        "Import of a file",
        id.toString(),
        PRIORITY,
        TraceContext.parent());
  }

  private static final List<String> WITHOUT_SUCCESS =
      List.of("cancelled", "failed", "expired", "undone");

  private String workflowId() {
    return ImportNames.workflowId(new TenantId(tenant), id);
  }

  private ImportSchema schema() {
    return file.readable().header().schema();
  }
}
