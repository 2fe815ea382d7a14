package org.teei.csr.workflows.operations;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** Which parked step, as it was seen. */
public record ParkedRef(TenantId tenant, UUID parkedId, String workflowId, int sequence) {}
