package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_ERROR_COUNTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.imports.QuarantinedImport.ErrorCount;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.schema.jooq.tables.records.ImportRowsRecord;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportStatus;

/**
 * Rejected rows that wait for a correction. Lists read imports and figures of errors, no rows;
 * whoever discards locks the import first, as a correction does.
 */
@Component
final class Quarantine {
  private static final Condition WITH_OPEN_ROWS =
      IMPORT_JOBS
          .REJECTED_ROWS
          .gt(IMPORT_JOBS.DISCARDED_ROWS)
          .and(IMPORT_JOBS.FINISHED_STAGE.eq(DSL.inline("merged")))
          .and(IMPORT_JOBS.STATUS.ne(ImportStatus.UNDONE.spelling()))
          .and(IMPORT_JOBS.MODE.ne("dry-run"))
          .and(IMPORT_JOBS.STORED_OBJECT.ne(""));

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final ImportJobs jobs;

  Quarantine(Tenancy tenancy, CurrentPrincipal principals, AuditTrail trail, ImportJobs jobs) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.jobs = jobs;
  }

  /** Imports with open rows, those that expire first before the others. */
  Page<QuarantinedImport> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var wanted = IMPORT_JOBS.TENANT_ID.eq(tenant).and(WITH_OPEN_ROWS);
    return tenancy.read(
        tenant,
        db -> {
          var rows =
              db.selectFrom(IMPORT_JOBS)
                  .where(wanted)
                  .orderBy(IMPORT_JOBS.CREATED_AT, IMPORT_JOBS.IMPORT_ID)
                  .limit(range.pageSize())
                  .offset(range.offset())
                  .fetch();
          var errors = errors(db, tenant, rows.getValues(IMPORT_JOBS.IMPORT_ID));
          return Page.of(
              new Page.Slice<>(rows, db.fetchCount(IMPORT_JOBS, wanted)),
              range,
              "/v1/imports/quarantine",
              Map.of(),
              row -> QuarantinedImport.of(row, errors.getOrDefault(row.getImportId(), List.of())));
        });
  }

  private static Map<UUID, List<ErrorCount>> errors(
      DSLContext db, String tenant, List<UUID> imports) {
    return db
        .selectFrom(IMPORT_ERROR_COUNTS)
        .where(
            IMPORT_ERROR_COUNTS.TENANT_ID.eq(tenant),
            IMPORT_ERROR_COUNTS.IMPORT_ID.in(imports),
            IMPORT_ERROR_COUNTS.OPEN_ROWS.gt(0L))
        .orderBy(
            IMPORT_ERROR_COUNTS.OPEN_ROWS.desc(),
            IMPORT_ERROR_COUNTS.CODE,
            IMPORT_ERROR_COUNTS.COLUMN_NAME)
        .stream()
        .collect(
            Collectors.groupingBy(
                row -> row.getImportId(),
                Collectors.mapping(
                    row -> new ErrorCount(row.getCode(), row.getColumnName(), row.getOpenRows()),
                    Collectors.toList())));
  }

  /** Discards a row; one that is discarded already stays so. */
  ImportRow discard(UUID id, long number, @Nullable String reason) {
    var job = jobs.row(id);
    return tenancy.write(
        job.getTenantId(),
        db -> {
          settled(db, job);
          var row =
              db.selectFrom(IMPORT_ROWS)
                  .where(ofImport(job), IMPORT_ROWS.ROW_NUMBER.eq(number))
                  .fetchOptional()
                  .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
          if (row.getDiscardedAt() == null) {
            refuseUnlessRejected(row);
            decide(db, job, reason, Map.of("row", number));
            subtract(db, job, number);
            leave(db, job, IMPORT_ROWS.ROW_NUMBER.eq(number));
            row.refresh();
          }
          return ImportRow.of(row);
        });
  }

  /** Discards all rows of an import that wait. */
  long discardAll(UUID id, @Nullable String reason) {
    var job = jobs.row(id);
    return tenancy.write(
        job.getTenantId(),
        db -> {
          var open = settled(db, job);
          var waiting = open.getRejectedRows() - open.getDiscardedRows();
          if (waiting > 0) {
            decide(db, job, reason, Map.of("rows", waiting));
            leave(db, job, DSL.noCondition());
            db.update(IMPORT_ERROR_COUNTS)
                .set(IMPORT_ERROR_COUNTS.OPEN_ROWS, 0L)
                .where(
                    IMPORT_ERROR_COUNTS.TENANT_ID.eq(job.getTenantId()),
                    IMPORT_ERROR_COUNTS.IMPORT_ID.eq(id))
                .execute();
          }
          return waiting;
        });
  }

  /** The import, locked; refused while it is not completed or something works at it. */
  private static ImportJobsRecord settled(DSLContext db, ImportJobsRecord job) {
    var locked = NewCorrection.locked(db, job);
    if (ImportJob.status(locked) != ImportStatus.COMPLETED) {
      throw ProblemException.inState(ImportProblem.NOT_IN_THIS_STATE, locked.getStatus());
    }
    if (locked.getMode().equals("dry-run")) {
      throw ProblemException.of(ImportProblem.DRY_RUN);
    }
    if (locked.getStoredObject().isEmpty()) {
      throw ProblemException.of(ImportProblem.FILE_EXPIRED);
    }
    return locked;
  }

  private static void refuseUnlessRejected(ImportRowsRecord row) {
    if (!row.getOutcome().equals("rejected")) {
      throw ProblemException.of(
          ImportProblem.ROWS_NOT_CORRECTABLE,
          List.of(CorrectableRows.fault(row.getRowNumber(), row.getOutcome())));
    }
  }

  private void decide(
      DSLContext db, ImportJobsRecord job, @Nullable String reason, Map<String, Long> details) {
    Decisions.record(
        db,
        trail
            .entry("imports.discard", "import", job.getImportId())
            .withWorkflow(job.getWorkflowId())
            .withDetails(details),
        reason);
  }

  private static void leave(DSLContext db, ImportJobsRecord job, Condition which) {
    long discarded =
        db.update(IMPORT_ROWS)
            .set(IMPORT_ROWS.DISCARDED_AT, DSL.currentInstant())
            .where(ofImport(job), which)
            .and(IMPORT_ROWS.OUTCOME.eq(DSL.inline("rejected")))
            .and(IMPORT_ROWS.DISCARDED_AT.isNull())
            .execute();
    db.update(IMPORT_JOBS)
        .set(IMPORT_JOBS.DISCARDED_ROWS, IMPORT_JOBS.DISCARDED_ROWS.plus(discarded))
        .where(
            IMPORT_JOBS.TENANT_ID.eq(job.getTenantId()),
            IMPORT_JOBS.IMPORT_ID.eq(job.getImportId()))
        .execute();
  }

  /** A column outside the format counts as none: see where the figures are written. */
  private static void subtract(DSLContext db, ImportJobsRecord job, long number) {
    db.execute(
        """
        update csr.import_error_counts c set open_rows = greatest(0, c.open_rows - 1)
        from (
          select distinct e ->> 'code' as code, e ->> 'column' as column_name
          from csr.import_rows r cross join lateral jsonb_array_elements(r.errors) e
          where r.tenant_id = {0} and r.import_id = {1} and r.row_number = {2}
        ) gone
        where c.tenant_id = {0} and c.import_id = {1} and c.code = gone.code
          and (c.column_name = gone.column_name or c.column_name = '' and not exists (
            select from csr.import_error_counts named
            where named.tenant_id = {0} and named.import_id = {1} and named.code = gone.code
              and named.column_name = gone.column_name))
        """,
        DSL.val(job.getTenantId()), DSL.val(job.getImportId()), DSL.val(number));
  }

  private static Condition ofImport(ImportJobsRecord job) {
    return IMPORT_ROWS
        .TENANT_ID
        .eq(job.getTenantId())
        .and(IMPORT_ROWS.IMPORT_ID.eq(job.getImportId()));
  }
}
