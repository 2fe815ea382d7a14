package org.teei.csr.workflows.operations;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Wraps the keys of all tenants anew after the KMS was given another master key. What a run that
 * fails leaves the next one finds. The earlier master key is needed as long as histories hold
 * payloads without a tenant, whose keys travel with them.
 */
@WorkflowInterface
public interface MasterKeyWorkflow {

  /**
   * @return what it came to
   */
  @WorkflowMethod
  MasterKeyCounts run();
}
