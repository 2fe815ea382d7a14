package org.teei.csr.workflows.impactin.deliveries;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** The address card of deliveries: task queues, workflow type, ids and messages. */
public final class DeliveryNames {

  public static final String FEATURE = "impactin";
  public static final String TASK_QUEUE = "impactin";
  public static final String WORKFLOW_TYPE = "DeliveryWorkflow";

  /** What the Temporal UI says a delivery is. */
  public static final String SUMMARY = "Delivery of figures to a platform";

  /** Of a delivery that is due or that somebody waits for. */
  public static final int PRIORITY = 3;

  /** Of one of a past period. */
  public static final int BACKFILL_PRIORITY = 5;

  /** Update that lets a delivery go out. */
  public static final String APPROVE = "approve";

  /** Update that does not. */
  public static final String REFUSE = "refuse";

  public static final String CANCEL = "cancel";

  /** Signal of a platform's own word about a delivery; what it was is in the database. */
  public static final String CALLED_BACK = "calledBack";

  private DeliveryNames() {}

  public static String workflowId(TenantId tenant, UUID deliveryId) {
    return FEATURE + "/" + tenant.value() + "/" + deliveryId;
  }

  /** Calls to a platform have a queue of their own, whose rate all workers share. */
  public static String taskQueue(String platform) {
    return TASK_QUEUE + "-" + platform;
  }
}
