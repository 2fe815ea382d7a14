package org.teei.csr.activities.operations;

import static org.teei.csr.schema.jooq.Tables.KEY_ROTATIONS;

import org.teei.csr.activities.shared.JobTable;
import org.teei.csr.activities.shared.TabledJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.operations.KeyActivities;
import org.teei.csr.workflows.operations.KeyRotationEnd;
import org.teei.csr.workflows.operations.KeyRotationRef;
import org.teei.csr.workflows.operations.KeyRotationStatus;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.TenantId;

/** Rotations of keys that have not ended. */
public final class KeyRotationRuns extends TabledJobs {
  private static final JobTable JOBS =
      new JobTable(
          KEY_ROTATIONS,
          KEY_ROTATIONS.TENANT_ID,
          KEY_ROTATIONS.ROTATION_ID,
          KEY_ROTATIONS.WORKFLOW_ID,
          KEY_ROTATIONS.CREATED_AT,
          KEY_ROTATIONS.FINISHED_AT);

  private final KeyActivities keys;

  public KeyRotationRuns(SystemView system, Tenancy tenancy, KeyActivities keys) {
    super(JOBS, system, tenancy);
    this.keys = keys;
  }

  @Override
  public String feature() {
    return OperationsNames.FEATURE;
  }

  @Override
  public String resource() {
    return "key-rotation";
  }

  /** What was wrapped anew stays so; another rotation goes on from there. */
  @Override
  public void endedOutside(RunningJob job) {
    keys.endKeyRotation(
        new KeyRotationEnd(
            new KeyRotationRef(new TenantId(job.tenant()), job.jobId()), KeyRotationStatus.FAILED));
  }
}
