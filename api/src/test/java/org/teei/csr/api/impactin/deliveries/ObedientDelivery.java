package org.teei.csr.api.impactin.deliveries;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import org.teei.csr.workflows.impactin.deliveries.DeliveryCommand;
import org.teei.csr.workflows.impactin.deliveries.DeliveryRef;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStatus;
import org.teei.csr.workflows.impactin.deliveries.DeliveryWorkflow;

/** Waits for approval, and then until it is cancelled. */
public final class ObedientDelivery implements DeliveryWorkflow {
  private boolean decided;
  private boolean ended;

  @Override
  public DeliveryStatus run(DeliveryRef ref) {
    Workflow.await(() -> ended);
    return DeliveryStatus.CANCELLED;
  }

  @Override
  public void approve(DeliveryCommand command) {
    decided = true;
  }

  @Override
  public void mayApprove(DeliveryCommand command) {
    mayDecide();
  }

  @Override
  public void refuse(DeliveryCommand command) {
    decided = true;
    ended = true;
  }

  @Override
  public void mayRefuse(DeliveryCommand command) {
    mayDecide();
  }

  private void mayDecide() {
    if (decided) {
      throw ApplicationFailure.newNonRetryableFailure("decided", "impactin/not-waiting");
    }
  }

  @Override
  public void cancel(DeliveryCommand command) {
    ended = true;
  }

  @Override
  public void mayCancel(DeliveryCommand command) {}

  @Override
  public void calledBack() {}

  @Override
  public DeliveryStatus status() {
    return DeliveryStatus.AWAITING_APPROVAL;
  }
}
