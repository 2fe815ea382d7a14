package org.teei.csr.api.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.teei.csr.api.shared.CallbackListener;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Tells deliveries that their platform said something. One that cannot be told now looks by itself
 * later.
 */
@Component
final class CalledBackDeliveries implements CallbackListener {
  private static final Logger log = LoggerFactory.getLogger(CalledBackDeliveries.class);

  private final Tenancy tenancy;
  private final WorkflowClient client;

  CalledBackDeliveries(Tenancy tenancy, WorkflowClient client) {
    this.tenancy = tenancy;
    this.client = client;
  }

  @Override
  public void received(TenantId tenant, String platform, String transactionId) {
    Thread.ofVirtual()
        .name("called-back")
        .start(() -> waiting(tenant, platform, transactionId).forEach(this::tell));
  }

  private List<String> waiting(TenantId tenant, String platform, String transactionId) {
    return tenancy.read(
        tenant.value(),
        db ->
            db.select(IMPACT_DELIVERIES.WORKFLOW_ID)
                .from(IMPACT_DELIVERIES)
                .where(
                    IMPACT_DELIVERIES.TENANT_ID.eq(tenant.value()),
                    IMPACT_DELIVERIES.PLATFORM.eq(platform),
                    IMPACT_DELIVERIES.TRANSACTION_ID.eq(transactionId),
                    IMPACT_DELIVERIES.FINISHED_AT.isNull())
                .fetch(IMPACT_DELIVERIES.WORKFLOW_ID));
  }

  private void tell(String workflowId) {
    try {
      client.newUntypedWorkflowStub(workflowId).signal(DeliveryNames.CALLED_BACK);
    } catch (WorkflowException | StatusRuntimeException e) {
      log.info("Not told that its platform called back: {}", workflowId);
    }
  }
}
