package org.teei.csr.workflows.operations;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** Which rotation of a tenant's data key: the whole input of its workflow and of its steps. */
public record KeyRotationRef(TenantId tenant, UUID rotationId) {}
