package org.teei.csr.workflows.impactin.deliveries;

import org.teei.csr.workflows.operations.PlannedStart;
import org.teei.csr.workflows.shared.TenantId;

/**
 * The start of a delivery, its first one or another.
 *
 * @param priority {@link DeliveryNames#PRIORITY} or {@link DeliveryNames#BACKFILL_PRIORITY}
 */
public record DeliveryStart(DeliveryRef input, int priority) implements PlannedStart {

  @Override
  public TenantId tenant() {
    return input.tenant();
  }

  @Override
  public String feature() {
    return DeliveryNames.FEATURE;
  }

  @Override
  public String workflowType() {
    return DeliveryNames.WORKFLOW_TYPE;
  }

  @Override
  public String workflowId() {
    return DeliveryNames.workflowId(input.tenant(), input.deliveryId());
  }

  @Override
  public String taskQueue() {
    return DeliveryNames.TASK_QUEUE;
  }

  @Override
  public String summary() {
    return DeliveryNames.SUMMARY;
  }

  @Override
  public String businessRef() {
    return input.deliveryId().toString();
  }
}
