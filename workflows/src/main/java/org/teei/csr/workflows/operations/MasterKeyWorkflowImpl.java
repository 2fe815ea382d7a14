package org.teei.csr.workflows.operations;

import io.temporal.workflow.Workflow;

/** See {@link MasterKeyWorkflow}. */
public final class MasterKeyWorkflowImpl implements MasterKeyWorkflow {

  @Override
  public MasterKeyCounts run() {
    Workflow.setCurrentDetails(OperationsSentences.MASTER_KEY_REWRAP);
    MasterKeyCounts counts =
        OperationsOptions.bulkKeys(OperationsSentences.MASTER_KEY_REWRAP).rewrapTenantKeys();
    Workflow.setCurrentDetails(OperationsSentences.rewrapped(counts));
    return counts;
  }
}
