package org.teei.csr.workflows.imports;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** The address card of imports: task queue, workflow type and workflow ids. */
public final class ImportNames {

  public static final String FEATURE = "imports";
  public static final String TASK_QUEUE = "imports";
  public static final String WORKFLOW_TYPE = "ImportWorkflow";
  public static final String UNDO_WORKFLOW_TYPE = "UndoWorkflow";

  /** What the Temporal UI says an import is, whoever asked for it. */
  public static final String SUMMARY = "Import of a file of sessions";

  /** Of an import that somebody waits for; 1 is most urgent, 5 least. */
  public static final int PRIORITY = 3;

  private ImportNames() {}

  public static String workflowId(TenantId tenant, UUID importId) {
    return FEATURE + "/" + tenant.value() + "/" + importId;
  }

  /** Of the attempt {@code c1}, {@code c2} … of an import: a correction of rejected rows. */
  public static String correctionId(TenantId tenant, UUID importId, int attempt) {
    return workflowId(tenant, importId) + "/c" + attempt;
  }

  /**
   * @param attempt number of the taking back among the attempts of the import
   */
  public static String undoWorkflowId(TenantId tenant, UUID importId, int attempt) {
    return workflowId(tenant, importId) + "/u" + attempt;
  }
}
