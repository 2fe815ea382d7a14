package org.teei.csr.workflows.imports.folders;

import java.util.UUID;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.shared.TenantId;

/** The address card of drop folders, which are served on the task queue of imports. */
public final class FolderNames {

  public static final String TASK_QUEUE = ImportNames.TASK_QUEUE;
  public static final String WORKFLOW_TYPE = "DropFolderWorkflow";

  /** What the Temporal UI says a run is. */
  public static final String SUMMARY = "Imports what lies in a drop folder";

  /** Somebody waits for it, though not in front of a screen. */
  public static final int PRIORITY = 4;

  private FolderNames() {}

  /** Id of the Temporal Schedule of a folder; its runs have it too, with their time behind it. */
  public static String scheduleId(TenantId tenant, UUID folderId) {
    return ImportNames.FEATURE + "/" + tenant.value() + "/folder/" + folderId;
  }
}
