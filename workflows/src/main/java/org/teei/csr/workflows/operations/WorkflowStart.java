package org.teei.csr.workflows.operations;

import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import io.temporal.common.SearchAttributes;
import java.util.UUID;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.TenantId;

/** How every workflow that a request asked for is started, whoever starts it. */
public final class WorkflowStart {
  private WorkflowStart() {}

  /**
   * A second start of a running workflow finds the running one; one of a workflow that has ended is
   * a restart, whose steps find what was done. A start that is repeated finds its own run, even one
   * that has ended meanwhile.
   *
   * @param startId the same whenever, and by whomever, this start is tried
   * @param summary one sentence for the Temporal UI, without data
   * @param priority 1 (most urgent) to 5
   */
  public static WorkflowOptions options(
      TenantId tenant,
      UUID startId,
      String workflowId,
      String taskQueue,
      String summary,
      String businessRef,
      int priority) {
    return WorkflowOptions.newBuilder()
        .setRequestId(startId.toString())
        .setWorkflowId(workflowId)
        .setTaskQueue(taskQueue)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
        .setStaticSummary(summary)
        .setPriority(
            Priority.newBuilder().setPriorityKey(priority).setFairnessKey(tenant.value()).build())
        .setTypedSearchAttributes(
            SearchAttributes.newBuilder()
                .set(Attributes.TENANT_ID, tenant.value())
                .set(Attributes.STAGE, "queued")
                .set(Attributes.BUSINESS_REF, businessRef)
                .build())
        .build();
  }
}
