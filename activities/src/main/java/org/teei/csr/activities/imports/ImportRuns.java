package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;

import java.time.Duration;
import java.util.List;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.activities.shared.RunningJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.Finish;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.ImportStatus;
import org.teei.csr.workflows.shared.TenantId;

/** Imports that have not ended. */
public final class ImportRuns implements RunningJobs {
  private final SystemView system;
  private final Tenancy tenancy;
  private final ImportActivities imports;

  public ImportRuns(SystemView system, Tenancy tenancy, ImportActivities imports) {
    this.system = system;
    this.tenancy = tenancy;
    this.imports = imports;
  }

  @Override
  public String feature() {
    return ImportNames.FEATURE;
  }

  @Override
  public List<RunningJob> olderThan(Duration age) {
    return system.read(db ->
        db.select(IMPORT_JOBS.TENANT_ID, IMPORT_JOBS.IMPORT_ID, IMPORT_JOBS.WORKFLOW_ID)
            .from(IMPORT_JOBS)
            .where(
                IMPORT_JOBS.FINISHED_AT.isNull(),
                IMPORT_JOBS.CREATED_AT.lt(DSL.currentInstant().minus(DayToSecond.valueOf(age))))
            .orderBy(IMPORT_JOBS.TENANT_ID, IMPORT_JOBS.IMPORT_ID)
            .fetch(row -> new RunningJob(row.value1(), row.value2(), row.value3())));
  }

  @Override
  public boolean isActive(RunningJob job) {
    return tenancy.read(
        job.tenant(),
        db ->
            db.fetchExists(
                DSL.selectOne()
                    .from(IMPORT_JOBS)
                    .where(
                        IMPORT_JOBS.TENANT_ID.eq(job.tenant()),
                        IMPORT_JOBS.IMPORT_ID.eq(job.jobId()),
                        IMPORT_JOBS.FINISHED_AT.isNull())));
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
