package org.teei.csr.activities.operations;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.UUID;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;

/** Tells parked workflows what was decided. */
final class ParkedSignals {
  private final WorkflowClient temporal;

  ParkedSignals(WorkflowClient temporal) {
    this.temporal = temporal;
  }

  /**
   * @return false if the workflow is gone
   */
  boolean resolveLater(String workflowId, ParkedAction action, UUID decisionId, int sequence) {
    try {
      temporal
          .newUntypedWorkflowStub(workflowId)
          .signal(OperationsNames.RESOLVE_LATER, new ResolveCommand(decisionId, action, sequence));
      return true;
    } catch (WorkflowNotFoundException e) {
      return false;
    }
  }
}
