package org.teei.csr.activities.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;

import org.teei.csr.activities.shared.JobTable;
import org.teei.csr.activities.shared.TabledJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.deliveries.DeliveryActivities;
import org.teei.csr.workflows.impactin.deliveries.DeliveryEnd;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;
import org.teei.csr.workflows.impactin.deliveries.DeliveryRef;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStatus;
import org.teei.csr.workflows.shared.TenantId;

/** Deliveries that have not ended. */
public final class DeliveryRuns extends TabledJobs {
  private static final JobTable JOBS =
      new JobTable(
          IMPACT_DELIVERIES,
          IMPACT_DELIVERIES.TENANT_ID,
          IMPACT_DELIVERIES.DELIVERY_ID,
          IMPACT_DELIVERIES.WORKFLOW_ID,
          IMPACT_DELIVERIES.REQUESTED_AT,
          IMPACT_DELIVERIES.FINISHED_AT);

  private final DeliveryActivities deliveries;

  public DeliveryRuns(SystemView system, Tenancy tenancy, DeliveryActivities deliveries) {
    super(JOBS, system, tenancy);
    this.deliveries = deliveries;
  }

  @Override
  public String feature() {
    return DeliveryNames.FEATURE;
  }

  @Override
  public String resource() {
    return "delivery";
  }

  @Override
  public void endedOutside(RunningJob job) {
    deliveries.finish(
        new DeliveryEnd(
            new DeliveryRef(new TenantId(job.tenant()), job.jobId(), ""),
            DeliveryStatus.FAILED,
            "impactin/ended-outside"));
  }
}
