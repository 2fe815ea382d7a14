package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.shared.JobTable;
import org.teei.csr.activities.shared.TabledJobs;
import org.teei.csr.schema.jooq.tables.records.ImportAttemptsRecord;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.imports.UndoActivities;
import org.teei.csr.workflows.imports.UndoFinish;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Imports that have not ended. While an attempt is running, that is what works on the import: its
 * workflow counts, and since when there is one.
 */
public final class ImportRuns extends TabledJobs {
  private static final Table<?> RUNS =
      DSL.select(
              IMPORT_JOBS.TENANT_ID,
              IMPORT_JOBS.IMPORT_ID,
              DSL.coalesce(IMPORT_ATTEMPTS.WORKFLOW_ID, IMPORT_JOBS.WORKFLOW_ID)
                  .as(IMPORT_JOBS.WORKFLOW_ID),
              DSL.coalesce(IMPORT_ATTEMPTS.CREATED_AT, IMPORT_JOBS.CREATED_AT)
                  .as(IMPORT_JOBS.CREATED_AT),
              IMPORT_JOBS.FINISHED_AT)
          .from(IMPORT_JOBS)
          .leftJoin(IMPORT_ATTEMPTS)
          .on(
              IMPORT_ATTEMPTS.TENANT_ID.eq(IMPORT_JOBS.TENANT_ID),
              IMPORT_ATTEMPTS.IMPORT_ID.eq(IMPORT_JOBS.IMPORT_ID),
              IMPORT_ATTEMPTS.STATUS.eq("running"))
          .asTable("runs");

  private static final JobTable JOBS =
      new JobTable(
          RUNS,
          of(IMPORT_JOBS.TENANT_ID),
          of(IMPORT_JOBS.IMPORT_ID),
          of(IMPORT_JOBS.WORKFLOW_ID),
          of(IMPORT_JOBS.CREATED_AT),
          of(IMPORT_JOBS.FINISHED_AT));

  private final Tenancy tenancy;
  private final ImportActivities imports;
  private final UndoActivities undos;

  public ImportRuns(
      SystemView system, Tenancy tenancy, ImportActivities imports, UndoActivities undos) {
    super(JOBS, system, tenancy);
    this.tenancy = tenancy;
    this.imports = imports;
    this.undos = undos;
  }

  private static <T> Field<T> of(Field<T> column) {
    return DSL.field(DSL.name("runs", column.getName()), column.getDataType());
  }

  @Override
  public String feature() {
    return ImportNames.FEATURE;
  }

  @Override
  public String resource() {
    return "import";
  }

  @Override
  public void endedOutside(RunningJob job) {
    ImportAttemptsRecord attempt = attempt(job);
    ImportRef ref =
        new ImportRef(
            new TenantId(job.tenant()), job.jobId(), attempt == null ? 0 : attempt.getAttempt());
    if (attempt != null && attempt.getKind().equals("undo")) {
      undos.finishUndo(new UndoFinish(ref, ImportStatus.FAILED, "imports/undo-unfinished"));
    } else {
      imports.finish(new Finish(ref, ImportStatus.FAILED, "imports/ended-outside", null));
    }
  }

  /** The attempt that a workflow works at; null for the file of the import itself. */
  private @Nullable ImportAttemptsRecord attempt(RunningJob job) {
    return tenancy.read(
        job.tenant(),
        db ->
            db.selectFrom(IMPORT_ATTEMPTS)
                .where(
                    IMPORT_ATTEMPTS.TENANT_ID.eq(job.tenant()),
                    IMPORT_ATTEMPTS.WORKFLOW_ID.eq(job.workflowId()))
                .fetchOne());
  }
}
