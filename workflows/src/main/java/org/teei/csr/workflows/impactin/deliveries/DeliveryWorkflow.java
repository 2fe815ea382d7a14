package org.teei.csr.workflows.impactin.deliveries;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One delivery of a company's figures to a platform: freeze, where asked wait for approval, send,
 * wait for the platform's word, keep the receipt. What may have arrived is asked about and never
 * just sent again. A step that fails for good parks, see {@link
 * org.teei.csr.workflows.operations.Resolvable}; in the step {@code unknown} a person says with
 * RETRY that it has to be sent again and with SKIP that it has arrived.
 *
 * <p>Refusals of commands are failures of type {@code impactin/not-waiting} or {@code
 * impactin/has-ended}, and leave no trace in the history. A replay is a new run with the same id:
 * what is frozen stays so.
 */
@WorkflowInterface
public interface DeliveryWorkflow {

  @WorkflowMethod
  DeliveryStatus run(DeliveryRef ref);

  /** Lets it go out. */
  @UpdateMethod(name = DeliveryNames.APPROVE)
  void approve(DeliveryCommand command);

  @UpdateValidatorMethod(updateName = DeliveryNames.APPROVE)
  void mayApprove(DeliveryCommand command);

  /** Does not let it go out, which ends it. */
  @UpdateMethod(name = DeliveryNames.REFUSE)
  void refuse(DeliveryCommand command);

  @UpdateValidatorMethod(updateName = DeliveryNames.REFUSE)
  void mayRefuse(DeliveryCommand command);

  /** Ends it; refused when the platform has accepted it or it is ending. */
  @UpdateMethod(name = DeliveryNames.CANCEL)
  void cancel(DeliveryCommand command);

  @UpdateValidatorMethod(updateName = DeliveryNames.CANCEL)
  void mayCancel(DeliveryCommand command);

  /** The platform said something about it, which the database has. */
  @SignalMethod(name = DeliveryNames.CALLED_BACK)
  void calledBack();

  @QueryMethod
  DeliveryStatus status();
}
