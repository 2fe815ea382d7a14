package org.teei.csr.workflows.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.workflows.shared.TenantId;

class OperationsNamesTest {

  @Test
  void namesABulkResolutionByTenantAndRow() {
    assertThat(OperationsNames.bulkResolveId(new TenantId("demo"), new UUID(0, 1)))
        .isEqualTo("operations/demo/bulk-00000000-0000-0000-0000-000000000001");
  }

  @Test
  void namesARotationOfKeysByTenantAndRow() {
    assertThat(OperationsNames.keyRotationId(new TenantId("demo"), new UUID(0, 1)))
        .isEqualTo("operations/demo/keys-00000000-0000-0000-0000-000000000001");
  }

  @Test
  void workflowTypesAreTheInterfacesNames() {
    assertThat(OperationsNames.PARKED_SWEEPER_TYPE)
        .isEqualTo(ParkedSweeperWorkflow.class.getSimpleName());
    assertThat(OperationsNames.BULK_RESOLVE_TYPE)
        .isEqualTo(BulkResolveWorkflow.class.getSimpleName());
    assertThat(OperationsNames.RETENTION_TYPE).isEqualTo(RetentionWorkflow.class.getSimpleName());
    assertThat(OperationsNames.KEY_ROTATION_TYPE)
        .isEqualTo(KeyRotationWorkflow.class.getSimpleName());
    assertThat(OperationsNames.MASTER_KEY_TYPE).isEqualTo(MasterKeyWorkflow.class.getSimpleName());
  }
}
