package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.shared.Api;
import org.teei.csr.schema.tenancy.Tenancy;

/** Writes what the workers would have written about an import. */
final class Ledger {
  private final Tenancy worker;

  Ledger(Api api) {
    this.worker = api.worker();
  }

  void end(UUID id, String status) {
    worker.change(
        Api.TENANT,
        db ->
            db.update(IMPORT_JOBS)
                .set(IMPORT_JOBS.STATUS, status)
                .set(IMPORT_JOBS.FINISHED_AT, DSL.currentInstant())
                .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                .execute());
  }

  void show(UUID id, String status) {
    worker.change(
        Api.TENANT,
        db ->
            db.update(IMPORT_JOBS)
                .set(IMPORT_JOBS.STATUS, status)
                .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                .execute());
  }

  /** Rows are being merged from now on. */
  void begin(UUID id) {
    worker.change(
        Api.TENANT,
        db ->
            db.update(IMPORT_JOBS)
                .set(IMPORT_JOBS.STATUS, "merging")
                .set(IMPORT_JOBS.READ_ROWS, 1_000_000L)
                .set(IMPORT_JOBS.STARTED_AT, DSL.currentInstant())
                .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                .execute());
  }

  void fail(UUID id, String problem) {
    worker.change(
        Api.TENANT,
        db ->
            db.update(IMPORT_JOBS)
                .set(IMPORT_JOBS.STATUS, "failed")
                .set(IMPORT_JOBS.PROBLEM, JSONB.jsonb(problem))
                .set(IMPORT_JOBS.FINISHED_AT, DSL.currentInstant())
                .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                .execute());
  }

  /** Moves the making of an import into the past. */
  void age(UUID id, Duration age) {
    worker.change(
        Api.TENANT,
        db ->
            db.update(IMPORT_JOBS)
                .set(IMPORT_JOBS.CREATED_AT, Instant.now().minus(age))
                .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                .execute());
  }

  /** As housekeeping does when the time of a file has come. */
  void forgetFile(UUID id) {
    worker.change(
        Api.TENANT,
        db ->
            db.update(IMPORT_JOBS)
                .set(IMPORT_JOBS.STORED_OBJECT, "")
                .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                .execute());
  }

  /** The time of the file has come, and housekeeping has not. */
  void outlive(UUID id) {
    worker.change(
        Api.TENANT,
        db ->
            db.update(IMPORT_JOBS)
                .set(
                    IMPORT_JOBS.EXPIRES_AT, DSL.field("now() - interval '1 second'", Instant.class))
                .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                .execute());
  }

  /** What a row became. */
  void became(UUID id, long number, UUID entity) {
    worker.change(
        Api.TENANT,
        db ->
            db.update(IMPORT_ROWS)
                .set(IMPORT_ROWS.ENTITY_ID, entity)
                .where(
                    IMPORT_ROWS.TENANT_ID.eq(Api.TENANT),
                    IMPORT_ROWS.IMPORT_ID.eq(id),
                    IMPORT_ROWS.ROW_NUMBER.eq(number))
                .execute());
  }

  void row(UUID id, long number, long offset, int length, String outcome, @Nullable String errors) {
    worker.change(
        Api.TENANT,
        db ->
            db.insertInto(IMPORT_ROWS)
                .set(IMPORT_ROWS.TENANT_ID, Api.TENANT)
                .set(IMPORT_ROWS.IMPORT_ID, id)
                .set(IMPORT_ROWS.ROW_NUMBER, number)
                .set(IMPORT_ROWS.BYTE_OFFSET, offset)
                .set(IMPORT_ROWS.BYTE_LENGTH, length)
                .set(IMPORT_ROWS.OUTCOME, outcome)
                .set(IMPORT_ROWS.ERRORS, errors == null ? null : JSONB.jsonb(errors))
                .execute());
  }
}
