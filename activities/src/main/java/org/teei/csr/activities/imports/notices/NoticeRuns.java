package org.teei.csr.activities.imports.notices;

import static org.teei.csr.schema.jooq.Tables.IMPORT_NOTICES;

import org.teei.csr.activities.shared.JobTable;
import org.teei.csr.activities.shared.TabledJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.notices.NoticeActivities;
import org.teei.csr.workflows.imports.notices.NoticeNames;
import org.teei.csr.workflows.imports.notices.NoticeRef;
import org.teei.csr.workflows.shared.RetryProfile;
import org.teei.csr.workflows.shared.TenantId;

/** Notices that have not been delivered. */
public final class NoticeRuns extends TabledJobs {
  private static final JobTable NOTICES =
      new JobTable(
          IMPORT_NOTICES,
          IMPORT_NOTICES.TENANT_ID,
          IMPORT_NOTICES.NOTICE_ID,
          IMPORT_NOTICES.WORKFLOW_ID,
          IMPORT_NOTICES.CREATED_AT,
          IMPORT_NOTICES.FINISHED_AT);

  private final NoticeActivities notices;

  public NoticeRuns(SystemView system, Tenancy tenancy, NoticeActivities notices) {
    super(NOTICES, system, tenancy);
    this.notices = notices;
  }

  @Override
  public String feature() {
    return NoticeNames.FEATURE;
  }

  @Override
  public String resource() {
    return "import-notice";
  }

  @Override
  public void endedOutside(RunningJob job) {
    notices.giveUpNotice(
        new NoticeRef(new TenantId(job.tenant()), job.jobId(), RetryProfile.EXPONENTIAL));
  }
}
