package org.teei.csr.activities.privacy;

import static org.teei.csr.schema.jooq.Tables.PERSON_ERASURES;

import org.teei.csr.activities.shared.JobTable;
import org.teei.csr.activities.shared.TabledJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.privacy.PrivacyNames;

/** Erasures that were approved and are not done; those that nobody approved were never begun. */
public final class PersonErasureRuns extends TabledJobs {
  private static final JobTable JOBS =
      new JobTable(
          PERSON_ERASURES,
          PERSON_ERASURES.TENANT_ID,
          PERSON_ERASURES.ERASURE_ID,
          PERSON_ERASURES.WORKFLOW_ID,
          PERSON_ERASURES.APPROVED_AT,
          PERSON_ERASURES.FINISHED_AT);

  private final PrivacyActivitiesImpl erasures;

  public PersonErasureRuns(SystemView system, Tenancy tenancy, PrivacyActivitiesImpl erasures) {
    super(JOBS, system, tenancy);
    this.erasures = erasures;
  }

  @Override
  public String feature() {
    return PrivacyNames.FEATURE;
  }

  @Override
  public String resource() {
    return "person-erasure";
  }

  /** Somebody stopped what cannot be taken back: it has to be asked for anew. */
  @Override
  public void endedOutside(RunningJob job) {
    erasures.lapse(job.tenant(), job.jobId());
  }
}
