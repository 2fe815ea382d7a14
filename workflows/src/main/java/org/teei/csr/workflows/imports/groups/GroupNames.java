package org.teei.csr.workflows.imports.groups;

import java.util.UUID;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.shared.TenantId;

/** The address card of groups of imports, which are served on the task queue of imports. */
public final class GroupNames {

  public static final String TASK_QUEUE = ImportNames.TASK_QUEUE;
  public static final String WORKFLOW_TYPE = "ImportGroupWorkflow";

  /** What the Temporal UI says a group is. */
  public static final String SUMMARY = "Import of a group of files";

  /** Of a group and of its imports: everything that somebody waits for comes first. */
  public static final int PRIORITY = 5;

  private GroupNames() {}

  public static String workflowId(TenantId tenant, UUID groupId) {
    return ImportNames.FEATURE + "/" + tenant.value() + "/group/" + groupId;
  }
}
