package org.teei.csr.workflows.operations;

import org.teei.csr.workflows.shared.TenantId;

/** A workflow that is to be started, whoever asks for it: what stands in the list of starts. */
public interface PlannedStart {

  TenantId tenant();

  String feature();

  String workflowType();

  String workflowId();

  String taskQueue();

  /** The workflow's one argument. */
  Object input();

  /** One sentence for the Temporal UI, without data. */
  String summary();

  /** What the operator looks for, such as the id of the row it works on. */
  String businessRef();

  /** 1 (most urgent) to 5. */
  int priority();
}
