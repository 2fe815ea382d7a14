package org.teei.csr.activities.imports.groups;

import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUPS;

import org.teei.csr.activities.shared.JobTable;
import org.teei.csr.activities.shared.TabledJobs;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.groups.GroupActivities;
import org.teei.csr.workflows.imports.groups.GroupFinish;
import org.teei.csr.workflows.imports.groups.GroupRef;
import org.teei.csr.workflows.imports.groups.GroupStatus;
import org.teei.csr.workflows.shared.TenantId;

/** Groups of imports that have not ended. */
public final class GroupRuns extends TabledJobs {
  private static final JobTable JOBS =
      new JobTable(
          IMPORT_GROUPS,
          IMPORT_GROUPS.TENANT_ID,
          IMPORT_GROUPS.GROUP_ID,
          IMPORT_GROUPS.WORKFLOW_ID,
          IMPORT_GROUPS.CREATED_AT,
          IMPORT_GROUPS.FINISHED_AT);

  private final GroupActivities groups;

  public GroupRuns(SystemView system, Tenancy tenancy, GroupActivities groups) {
    super(JOBS, system, tenancy);
    this.groups = groups;
  }

  @Override
  public String feature() {
    return ImportNames.FEATURE;
  }

  @Override
  public String resource() {
    return "import-group";
  }

  /** Imports that were begun go on by themselves. */
  @Override
  public void endedOutside(RunningJob job) {
    groups.finishGroup(
        new GroupFinish(
            new GroupRef(new TenantId(job.tenant()), job.jobId()),
            GroupStatus.FAILED,
            "imports/ended-outside"));
  }
}
