package org.teei.csr.activities.shared;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.activities.shared.RunningJobs.RunningJob;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * A table with a row for each job, which is active until it has an end.
 *
 * @param finishedAt null while the job is active
 */
public record JobTable(
    Table<?> table,
    Field<String> tenant,
    Field<UUID> jobId,
    Field<String> workflowId,
    Field<Instant> createdAt,
    Field<Instant> finishedAt) {

  /** See {@link RunningJobs#olderThan}. */
  public List<RunningJob> olderThan(SystemView system, Duration age) {
    return system.read(db ->
        db.select(tenant, jobId, workflowId)
            .from(table)
            .where(
                finishedAt.isNull(),
                createdAt.lt(DSL.currentInstant().minus(DayToSecond.valueOf(age))))
            .orderBy(tenant, jobId)
            .fetch(row -> new RunningJob(row.value1(), row.value2(), row.value3())));
  }

  /** See {@link RunningJobs#isActive}: a job that has another workflow by now is another run. */
  public boolean isActive(Tenancy tenancy, RunningJob job) {
    return tenancy.read(
        job.tenant(),
        db ->
            db.fetchExists(
                DSL.selectOne()
                    .from(table)
                    .where(
                        tenant.eq(job.tenant()),
                        jobId.eq(job.jobId()),
                        workflowId.eq(job.workflowId()),
                        finishedAt.isNull())));
  }
}
