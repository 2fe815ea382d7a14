package org.teei.csr.api.imports;

import java.util.UUID;
import org.teei.csr.api.observability.TraceContext;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.shared.TenantId;

/** What starts the workflow of an import, the first time and at a restart. */
final class ImportStarts {
  private ImportStarts() {}

  static StartIntent intent(String tenant, UUID id) {
    var tenantId = new TenantId(tenant);
    return new StartIntent(
        tenant,
        Ids.next(),
        ImportNames.FEATURE,
        ImportNames.WORKFLOW_TYPE,
        ImportNames.workflowId(tenantId, id),
        ImportNames.TASK_QUEUE,
        Json.of(new ImportRef(tenantId, id)),
        ImportNames.SUMMARY,
        id.toString(),
        ImportNames.PRIORITY,
        TraceContext.parent());
  }
}
