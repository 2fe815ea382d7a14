package org.teei.csr.workflows.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.workflows.shared.TenantId;

class DeliveryNamesTest {

  @Test
  void namesADeliveryByTenantAndRow() {
    assertThat(DeliveryNames.workflowId(new TenantId("demo"), new UUID(0, 1)))
        .isEqualTo("impactin/demo/00000000-0000-0000-0000-000000000001");
  }

  @Test
  void eachPlatformHasAQueueOfItsOwn() {
    assertThat(DeliveryNames.taskQueue("goodera")).isEqualTo("impactin-goodera");
  }

  @Test
  void theWorkflowTypeIsTheNameOfTheInterface() {
    assertThat(DeliveryNames.WORKFLOW_TYPE).isEqualTo(DeliveryWorkflow.class.getSimpleName());
  }

  @Test
  void statusesAreSpeltInLowerCase() {
    assertThat(Arrays.stream(DeliveryStatus.values()).map(DeliveryStatus::spelling))
        .containsExactly(
            "pending",
            "awaiting_approval",
            "delivering",
            "retrying",
            "unknown",
            "parked",
            "delivered",
            "confirmed",
            "refused",
            "expired",
            "cancelled",
            "failed");
  }
}
