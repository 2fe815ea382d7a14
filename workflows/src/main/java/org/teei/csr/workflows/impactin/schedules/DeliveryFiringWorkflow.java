package org.teei.csr.workflows.impactin.schedules;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * A run of a schedule: opens the delivery of the period that had ended when the run was due, and
 * ends. Runs of the same period find the same delivery, however many there are. A step that fails
 * for good parks, see {@link org.teei.csr.workflows.operations.Resolvable}.
 */
@WorkflowInterface
public interface DeliveryFiringWorkflow {

  @WorkflowMethod
  Fired run(ScheduleRef ref);
}
