package org.teei.csr.activities.operations;

import static org.teei.csr.schema.jooq.Tables.BULK_RESOLUTIONS;

import org.teei.csr.activities.shared.JobTable;
import org.teei.csr.activities.shared.TabledJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.BulkActivities;
import org.teei.csr.workflows.operations.BulkEnd;
import org.teei.csr.workflows.operations.BulkRef;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.TenantId;

/** Resolutions of many parked workflows that have not ended. */
public final class BulkRuns extends TabledJobs {
  private static final JobTable JOBS =
      new JobTable(
          BULK_RESOLUTIONS,
          BULK_RESOLUTIONS.TENANT_ID,
          BULK_RESOLUTIONS.BULK_ID,
          BULK_RESOLUTIONS.WORKFLOW_ID,
          BULK_RESOLUTIONS.CREATED_AT,
          BULK_RESOLUTIONS.FINISHED_AT);

  private final BulkActivities resolutions;

  public BulkRuns(SystemView system, Tenancy tenancy, BulkActivities resolutions) {
    super(JOBS, system, tenancy);
    this.resolutions = resolutions;
  }

  @Override
  public String feature() {
    return OperationsNames.FEATURE;
  }

  @Override
  public String resource() {
    return "bulk-resolution";
  }

  /** What was told stays told. */
  @Override
  public void endedOutside(RunningJob job) {
    resolutions.endBulk(new BulkEnd(new BulkRef(new TenantId(job.tenant()), job.jobId()), false));
  }
}
