package org.teei.csr.workflows.imports;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** Which import: the whole input of its workflow and of most of its steps. */
public record ImportRef(TenantId tenant, UUID importId) {}
