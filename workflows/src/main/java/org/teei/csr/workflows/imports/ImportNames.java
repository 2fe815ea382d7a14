package org.teei.csr.workflows.imports;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** The address card of imports: task queue, workflow type and workflow ids. */
public final class ImportNames {

  public static final String FEATURE = "imports";
  public static final String TASK_QUEUE = "imports";
  public static final String WORKFLOW_TYPE = "ImportWorkflow";
  public static final String UNDO_WORKFLOW_TYPE = "UndoWorkflow";

  private ImportNames() {}

  public static String workflowId(TenantId tenant, UUID importId) {
    return FEATURE + "/" + tenant.value() + "/" + importId;
  }

  /**
   * @param attempt number of the taking back among the attempts of the import
   */
  public static String undoWorkflowId(TenantId tenant, UUID importId, int attempt) {
    return workflowId(tenant, importId) + "/u" + attempt;
  }
}
