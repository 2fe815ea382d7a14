package org.teei.csr.workflows.operations;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** Which resolution of many parked steps at once. */
public record BulkRef(TenantId tenant, UUID bulkId) {}
