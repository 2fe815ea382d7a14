package org.teei.csr.activities.operations;

import static org.teei.csr.schema.jooq.Tables.BULK_RESOLUTIONS;

import java.time.Duration;
import java.util.List;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.activities.shared.RunningJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.BulkActivities;
import org.teei.csr.workflows.operations.BulkEnd;
import org.teei.csr.workflows.operations.BulkRef;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.TenantId;

/** Resolutions of many parked workflows that have not ended. */
public final class BulkRuns implements RunningJobs {
  private final SystemView system;
  private final Tenancy tenancy;
  private final BulkActivities resolutions;

  public BulkRuns(SystemView system, Tenancy tenancy, BulkActivities resolutions) {
    this.system = system;
    this.tenancy = tenancy;
    this.resolutions = resolutions;
  }

  @Override
  public String feature() {
    return OperationsNames.FEATURE;
  }

  @Override
  public List<RunningJob> olderThan(Duration age) {
    return system.read(db ->
        db.select(
                BULK_RESOLUTIONS.TENANT_ID, BULK_RESOLUTIONS.BULK_ID, BULK_RESOLUTIONS.WORKFLOW_ID)
            .from(BULK_RESOLUTIONS)
            .where(
                BULK_RESOLUTIONS.FINISHED_AT.isNull(),
                BULK_RESOLUTIONS.CREATED_AT.lt(
                    DSL.currentInstant().minus(DayToSecond.valueOf(age))))
            .orderBy(BULK_RESOLUTIONS.TENANT_ID, BULK_RESOLUTIONS.BULK_ID)
            .fetch(row -> new RunningJob(row.value1(), row.value2(), row.value3())));
  }

  @Override
  public boolean isActive(RunningJob job) {
    return tenancy.read(
        job.tenant(),
        db ->
            db.fetchExists(
                DSL.selectOne()
                    .from(BULK_RESOLUTIONS)
                    .where(
                        BULK_RESOLUTIONS.TENANT_ID.eq(job.tenant()),
                        BULK_RESOLUTIONS.BULK_ID.eq(job.jobId()),
                        BULK_RESOLUTIONS.FINISHED_AT.isNull())));
  }

  /** What was told stays told. */
  @Override
  public void endedOutside(RunningJob job) {
    resolutions.endBulk(new BulkEnd(new BulkRef(new TenantId(job.tenant()), job.jobId()), false));
  }
}
