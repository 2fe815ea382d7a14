package org.teei.csr.activities.operations;

import static org.teei.csr.schema.jooq.Tables.KEY_ROTATIONS;

import java.time.Duration;
import java.util.List;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.activities.shared.RunningJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.KeyActivities;
import org.teei.csr.workflows.operations.KeyRotationEnd;
import org.teei.csr.workflows.operations.KeyRotationRef;
import org.teei.csr.workflows.operations.KeyRotationStatus;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.TenantId;

/** Rotations of keys that have not ended. */
public final class KeyRotationRuns implements RunningJobs {
  private final SystemView system;
  private final Tenancy tenancy;
  private final KeyActivities keys;

  public KeyRotationRuns(SystemView system, Tenancy tenancy, KeyActivities keys) {
    this.system = system;
    this.tenancy = tenancy;
    this.keys = keys;
  }

  @Override
  public String feature() {
    return OperationsNames.FEATURE;
  }

  @Override
  public List<RunningJob> olderThan(Duration age) {
    return system.read(db ->
        db.select(KEY_ROTATIONS.TENANT_ID, KEY_ROTATIONS.ROTATION_ID, KEY_ROTATIONS.WORKFLOW_ID)
            .from(KEY_ROTATIONS)
            .where(
                KEY_ROTATIONS.FINISHED_AT.isNull(),
                KEY_ROTATIONS.CREATED_AT.lt(DSL.currentInstant().minus(DayToSecond.valueOf(age))))
            .orderBy(KEY_ROTATIONS.TENANT_ID)
            .fetch(row -> new RunningJob(row.value1(), row.value2(), row.value3())));
  }

  @Override
  public boolean isActive(RunningJob job) {
    return tenancy.read(
        job.tenant(),
        db ->
            db.fetchExists(
                DSL.selectOne()
                    .from(KEY_ROTATIONS)
                    .where(
                        KEY_ROTATIONS.TENANT_ID.eq(job.tenant()),
                        KEY_ROTATIONS.ROTATION_ID.eq(job.jobId()),
                        KEY_ROTATIONS.FINISHED_AT.isNull())));
  }

  /** What was wrapped anew stays so; another rotation goes on from there. */
  @Override
  public void endedOutside(RunningJob job) {
    keys.endKeyRotation(
        new KeyRotationEnd(
            new KeyRotationRef(new TenantId(job.tenant()), job.jobId()), KeyRotationStatus.FAILED));
  }
}
