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
  void workflowTypesAreTheInterfacesNames() {
    assertThat(OperationsNames.PARKED_SWEEPER_TYPE)
        .isEqualTo(ParkedSweeperWorkflow.class.getSimpleName());
    assertThat(OperationsNames.BULK_RESOLVE_TYPE)
        .isEqualTo(BulkResolveWorkflow.class.getSimpleName());
    assertThat(OperationsNames.RETENTION_TYPE).isEqualTo(RetentionWorkflow.class.getSimpleName());
  }
}
