package org.teei.csr.workflows.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.workflows.shared.TenantId;

class PrivacyNamesTest {

  @Test
  void namesAnErasureByTenantAndRow() {
    assertThat(PrivacyNames.erasureId(new TenantId("demo"), new UUID(0, 1)))
        .isEqualTo("privacy/demo/erasure/00000000-0000-0000-0000-000000000001");
  }

  @Test
  void theWorkflowTypeIsTheInterfacesName() {
    assertThat(PrivacyNames.PERSON_ERASURE_TYPE)
        .isEqualTo(PersonErasureWorkflow.class.getSimpleName());
  }
}
