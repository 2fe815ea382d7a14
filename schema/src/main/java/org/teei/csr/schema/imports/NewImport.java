package org.teei.csr.schema.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;

/**
 * A job to be made of a stored file. The transaction that inserts it adds the intent to start its
 * workflow.
 */
public record NewImport(
    String tenant,
    UUID id,
    String workflowId,
    String createdBy,
    String kind,
    Options options,
    StoredFile file) {
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final List<String> WITHOUT_SUCCESS =
      List.of("cancelled", "failed", "expired", "undone");

  /**
   * How a file is to be imported, in the words of requests; also as JSON, for files that come
   * later. Whoever makes one has checked it.
   */
  public record Options(
      @Nullable String clientReference,
      boolean force,
      String mode,
      String errorPolicy,
      @Nullable Long maxRejected,
      String unknownPeople) {}

  /**
   * A file that was taken in.
   *
   * @param name of the stored object
   * @param mapping and declared of how it is read, as JSON
   * @param readingSha256 of the two; empty where both are
   * @param length and sha256 of the bytes as they were sent
   * @param storedLength of the normalised content
   */
  public record StoredFile(
      String name,
      String schemaName,
      String schemaVersion,
      String encoding,
      String delimiter,
      String lineEnding,
      List<String> extraColumns,
      String mapping,
      String declared,
      byte[] readingSha256,
      long length,
      byte[] sha256,
      long storedLength) {}

  /** False, and nothing is written, where the same bytes are a job already. */
  public boolean insert(DSLContext db) {
    return db.insertInto(IMPORT_JOBS)
            .set(IMPORT_JOBS.TENANT_ID, tenant)
            .set(IMPORT_JOBS.IMPORT_ID, id)
            .set(IMPORT_JOBS.KIND, kind)
            .set(IMPORT_JOBS.SCHEMA_NAME, file.schemaName())
            .set(IMPORT_JOBS.SCHEMA_VERSION, file.schemaVersion())
            .set(IMPORT_JOBS.CLIENT_REFERENCE, options.clientReference())
            .set(IMPORT_JOBS.MODE, options.mode())
            .set(IMPORT_JOBS.ERROR_POLICY, options.errorPolicy())
            .set(IMPORT_JOBS.MAX_REJECTED, options.maxRejected())
            .set(IMPORT_JOBS.UNKNOWN_PEOPLE, options.unknownPeople())
            .set(IMPORT_JOBS.FORCED, options.force())
            .set(IMPORT_JOBS.CONTENT_SHA256, file.sha256())
            .set(IMPORT_JOBS.CONTENT_LENGTH, file.length())
            .set(IMPORT_JOBS.STORED_OBJECT, file.name())
            .set(IMPORT_JOBS.STORED_LENGTH, file.storedLength())
            .set(IMPORT_JOBS.ENCODING, file.encoding())
            .set(IMPORT_JOBS.DELIMITER, file.delimiter())
            .set(IMPORT_JOBS.LINE_ENDING, file.lineEnding())
            .set(IMPORT_JOBS.EXTRA_COLUMNS, file.extraColumns().toArray(String[]::new))
            .set(IMPORT_JOBS.MAPPING, JSONB.valueOf(file.mapping()))
            .set(IMPORT_JOBS.DECLARED, JSONB.valueOf(file.declared()))
            .set(IMPORT_JOBS.READING_SHA256, file.readingSha256())
            .set(IMPORT_JOBS.WORKFLOW_ID, workflowId)
            .set(IMPORT_JOBS.CREATED_BY, createdBy)
            .set(IMPORT_JOBS.EXPIRES_AT, Instant.now().plus(RETENTION))
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  /**
   * The job that stands in the way: of the same request, else the newest of the same bytes and
   * options.
   */
  public Optional<ImportJobsRecord> earlier(DSLContext db) {
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
                        .and(IMPORT_JOBS.KIND.eq(kind))
                        .and(IMPORT_JOBS.CONTENT_SHA256.eq(file.sha256()))
                        .and(IMPORT_JOBS.SCHEMA_NAME.eq(file.schemaName()))
                        .and(IMPORT_JOBS.SCHEMA_VERSION.eq(file.schemaVersion()))
                        .and(IMPORT_JOBS.MODE.eq(options.mode()))
                        .and(IMPORT_JOBS.MODE.ne("dry-run"))
                        .and(IMPORT_JOBS.ERROR_POLICY.eq(options.errorPolicy()))
                        .and(IMPORT_JOBS.MAX_REJECTED.isNotDistinctFrom(options.maxRejected()))
                        .and(IMPORT_JOBS.READING_SHA256.eq(file.readingSha256()))
                        .and(IMPORT_JOBS.UNKNOWN_PEOPLE.eq(options.unknownPeople()))
                        .and(IMPORT_JOBS.STATUS.notIn(WITHOUT_SUCCESS))))
        .orderBy(DSL.field(IMPORT_JOBS.IMPORT_ID.eq(id)).desc(), IMPORT_JOBS.CREATED_AT.desc())
        .limit(1)
        .fetchOptional();
  }
}
