package org.teei.csr.workflows.operations;

import org.teei.csr.workflows.shared.TenantId;

/**
 * A workflow that is to be started, whoever asks for it: what stands in the list of starts.
 *
 * @param input the workflow's one argument; ids only
 * @param summary one sentence for the Temporal UI, without data
 * @param businessRef what the operator looks for, such as the id of the row it works on
 * @param priority 1 (most urgent) to 5
 */
public record PlannedStart(
    TenantId tenant,
    String feature,
    String workflowType,
    String workflowId,
    String taskQueue,
    Object input,
    String summary,
    String businessRef,
    int priority) {}
