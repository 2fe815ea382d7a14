package org.teei.csr.workflows.privacy;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** Which erasure of a person: the whole input of its workflow and of its step. */
public record PersonErasureRef(TenantId tenant, UUID erasureId) {}
