package org.teei.csr.activities.metrics;

import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;

import org.teei.csr.activities.shared.JobTable;
import org.teei.csr.activities.shared.TabledJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.metrics.MetricActivities;
import org.teei.csr.workflows.metrics.MetricNames;
import org.teei.csr.workflows.metrics.SnapshotRef;
import org.teei.csr.workflows.shared.TenantId;

/** Snapshots that somebody asked for and that have not ended. */
public final class SnapshotRuns extends TabledJobs {
  private static final JobTable JOBS =
      new JobTable(
          METRIC_SNAPSHOTS,
          METRIC_SNAPSHOTS.TENANT_ID,
          METRIC_SNAPSHOTS.SNAPSHOT_ID,
          METRIC_SNAPSHOTS.WORKFLOW_ID,
          METRIC_SNAPSHOTS.REQUESTED_AT,
          METRIC_SNAPSHOTS.FINISHED_AT);

  private final MetricActivities metrics;

  public SnapshotRuns(SystemView system, Tenancy tenancy, MetricActivities metrics) {
    super(JOBS, system, tenancy);
    this.metrics = metrics;
  }

  @Override
  public String feature() {
    return MetricNames.FEATURE;
  }

  @Override
  public String resource() {
    return "metric-snapshot";
  }

  @Override
  public void endedOutside(RunningJob job) {
    metrics.giveUp(new SnapshotRef(new TenantId(job.tenant()), job.jobId()));
  }
}
