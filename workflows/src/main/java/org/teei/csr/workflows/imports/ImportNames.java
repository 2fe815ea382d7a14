package org.teei.csr.workflows.imports;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** The address card of imports: task queue, workflow type and workflow ids. */
public final class ImportNames {

  public static final String FEATURE = "imports";
  public static final String TASK_QUEUE = "imports";
  public static final String WORKFLOW_TYPE = "ImportWorkflow";

  private ImportNames() {}

  public static String workflowId(TenantId tenant, UUID importId) {
    return FEATURE + "/" + tenant.value() + "/" + importId;
  }

  /** Of the attempt {@code c1}, {@code c2} … of an import: a correction of rejected rows. */
  public static String correctionId(TenantId tenant, UUID importId, int attempt) {
    return workflowId(tenant, importId) + "/c" + attempt;
  }
}
