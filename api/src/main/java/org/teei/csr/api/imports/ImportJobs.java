package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record6;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.WorkflowLinks;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportStatus;

/** Reads imports and the outcomes of their rows. */
@Component
final class ImportJobs {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final WorkflowLinks links;
  private final Clock clock = Clock.systemUTC();

  ImportJobs(Tenancy tenancy, CurrentPrincipal principals, WorkflowLinks links) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.links = links;
  }

  ImportJob get(UUID id) {
    return shape(row(id));
  }

  /** The row of an import, else 404: also for one of another tenant. */
  ImportJobsRecord row(UUID id) {
    var tenant = principals.get().tenant();
    return tenancy.read(tenant, db -> find(db, tenant, id));
  }

  static ImportJobsRecord find(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(IMPORT_JOBS)
        .where(IMPORT_JOBS.TENANT_ID.eq(tenant), IMPORT_JOBS.IMPORT_ID.eq(id))
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  Page<ImportJob> list(@Nullable ImportStatus status, @Nullable ImportKind kind, Page.Range range) {
    var tenant = principals.get().tenant();
    var wanted =
        DSL.and(
            IMPORT_JOBS.TENANT_ID.eq(tenant),
            status == null ? DSL.noCondition() : IMPORT_JOBS.STATUS.eq(status.spelling()),
            kind == null ? DSL.noCondition() : IMPORT_JOBS.KIND.eq(kind.id()));
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(IMPORT_JOBS)
                        .where(wanted)
                        .orderBy(IMPORT_JOBS.CREATED_AT.desc(), IMPORT_JOBS.IMPORT_ID.desc())
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(IMPORT_JOBS, wanted)));
    Map<String, @Nullable Object> filters = new HashMap<>();
    filters.put("status", status == null ? null : status.spelling());
    filters.put("kind", kind == null ? null : kind.id());
    return Page.of(slice, range, "/v1/imports", filters, this::shape);
  }

  Page<ImportRow> rows(
      UUID id,
      @Nullable RowOutcome outcome,
      RowReversal.@Nullable Outcome reversal,
      Page.Range range) {
    var tenant = principals.get().tenant();
    Condition wanted =
        DSL.and(
            IMPORT_ROWS.TENANT_ID.eq(tenant),
            IMPORT_ROWS.IMPORT_ID.eq(id),
            outcome == null ? DSL.noCondition() : IMPORT_ROWS.OUTCOME.eq(outcome.spelling()),
            reversal == null ? DSL.noCondition() : IMPORT_ROWS.REVERSAL.eq(reversal.spelling()));
    var slice =
        tenancy.read(
            tenant,
            db -> {
              find(db, tenant, id);
              return new Page.Slice<>(
                  db.selectFrom(IMPORT_ROWS)
                      .where(wanted)
                      .orderBy(IMPORT_ROWS.ROW_NUMBER)
                      .limit(range.pageSize())
                      .offset(range.offset())
                      .fetch(),
                  db.fetchCount(IMPORT_ROWS, wanted));
            });
    Map<String, @Nullable Object> filters = new HashMap<>();
    filters.put("outcome", outcome == null ? null : outcome.spelling());
    filters.put("reversal", reversal == null ? null : reversal.spelling());
    return Page.of(slice, range, "/v1/imports/" + id + "/rows", filters, ImportRow::of);
  }

  ImportJob shape(ImportJobsRecord row) {
    return ImportJob.of(row, links, clock.instant());
  }

  /** What only a change of the import changes: rate and end are always foretold at one moment. */
  ImportJob timeless(ImportJobsRecord row) {
    return ImportJob.of(row, links, Instant.EPOCH);
  }

  /** Where a row is; null where the ledger does not know it. */
  @Nullable RowPlace place(UUID id, long row) {
    var tenant = principals.get().tenant();
    return tenancy.read(
        tenant,
        db ->
            places(db, tenant, id).and(IMPORT_ROWS.ROW_NUMBER.eq(row)).fetchOne(ImportJobs::place));
  }

  private static SelectConditionStep<Record6<Long, Integer, Long, Integer, UUID, JSONB>> places(
      DSLContext db, String tenant, UUID id) {
    return db.select(
            IMPORT_ROWS.ROW_NUMBER,
            IMPORT_ROWS.ATTEMPT,
            IMPORT_ROWS.BYTE_OFFSET,
            IMPORT_ROWS.BYTE_LENGTH,
            IMPORT_ROWS.ENTITY_ID,
            IMPORT_ROWS.ERRORS)
        .from(IMPORT_ROWS)
        .where(IMPORT_ROWS.TENANT_ID.eq(tenant), IMPORT_ROWS.IMPORT_ID.eq(id));
  }

  private static RowPlace place(Record6<Long, Integer, Long, Integer, UUID, JSONB> row) {
    return new RowPlace(
        row.value1(),
        row.value2(),
        row.value3(),
        row.value4(),
        row.value5(),
        RowErrors.of(row.value6()));
  }

  /**
   * Where the rows of one outcome are, in file order, from behind a row on. Discarded ones are left
   * out: they cannot be corrected any more.
   */
  List<RowPlace> places(UUID id, RowOutcome outcome, long after, int atMost) {
    var tenant = principals.get().tenant();
    return tenancy.read(
        tenant,
        db ->
            places(db, tenant, id)
                .and(IMPORT_ROWS.OUTCOME.eq(outcome.spelling()))
                .and(IMPORT_ROWS.DISCARDED_AT.isNull())
                .and(IMPORT_ROWS.ROW_NUMBER.gt(after))
                .orderBy(IMPORT_ROWS.ROW_NUMBER)
                .limit(atMost)
                .fetch(ImportJobs::place));
  }
}
