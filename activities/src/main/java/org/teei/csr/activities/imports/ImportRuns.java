package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.shared.JobTable;
import org.teei.csr.activities.shared.TabledJobs;
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
  private static final JobTable JOBS =
      new JobTable(
          IMPORT_JOBS
              .leftJoin(IMPORT_ATTEMPTS)
              .on(
                  IMPORT_ATTEMPTS.TENANT_ID.eq(IMPORT_JOBS.TENANT_ID),
                  IMPORT_ATTEMPTS.IMPORT_ID.eq(IMPORT_JOBS.IMPORT_ID),
                  IMPORT_ATTEMPTS.STATUS.eq("running")),
          IMPORT_JOBS.TENANT_ID,
          IMPORT_JOBS.IMPORT_ID,
          DSL.coalesce(IMPORT_ATTEMPTS.WORKFLOW_ID, IMPORT_JOBS.WORKFLOW_ID),
          DSL.coalesce(IMPORT_ATTEMPTS.CREATED_AT, IMPORT_JOBS.CREATED_AT),
          IMPORT_JOBS.FINISHED_AT);

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
    TenantId tenant = new TenantId(job.tenant());
    Integer undo = undo(job);
    if (undo == null) {
      imports.finish(
          new Finish(
              new ImportRef(tenant, job.jobId()),
              ImportStatus.FAILED,
              "imports/ended-outside",
              null));
    } else {
      undos.finishUndo(
          new UndoFinish(
              new ImportRef(tenant, job.jobId(), undo),
              ImportStatus.FAILED,
              "imports/undo-unfinished"));
    }
  }

  /** The number of the taking back whose workflow it is; null where it is not one. */
  private @Nullable Integer undo(RunningJob job) {
    return tenancy.read(
        job.tenant(),
        db ->
            db.select(IMPORT_ATTEMPTS.ATTEMPT)
                .from(IMPORT_ATTEMPTS)
                .where(
                    IMPORT_ATTEMPTS.TENANT_ID.eq(job.tenant()),
                    IMPORT_ATTEMPTS.WORKFLOW_ID.eq(job.workflowId()),
                    IMPORT_ATTEMPTS.KIND.eq("undo"))
                .fetchOne(IMPORT_ATTEMPTS.ATTEMPT));
  }
}
