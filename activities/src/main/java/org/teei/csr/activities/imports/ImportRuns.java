package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import org.teei.csr.activities.shared.JobTable;
import org.teei.csr.activities.shared.TabledJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.shared.TenantId;

/** Imports that have not ended. */
public final class ImportRuns extends TabledJobs {
  private static final JobTable JOBS =
      new JobTable(
          IMPORT_JOBS,
          IMPORT_JOBS.TENANT_ID,
          IMPORT_JOBS.IMPORT_ID,
          IMPORT_JOBS.WORKFLOW_ID,
          IMPORT_JOBS.CREATED_AT,
          IMPORT_JOBS.FINISHED_AT);

  private final ImportActivities imports;

  public ImportRuns(SystemView system, Tenancy tenancy, ImportActivities imports) {
    super(JOBS, system, tenancy);
    this.imports = imports;
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
    imports.finish(
        new Finish(
            new ImportRef(new TenantId(job.tenant()), job.jobId()),
            ImportStatus.FAILED,
            "imports/ended-outside",
            null));
  }
}
