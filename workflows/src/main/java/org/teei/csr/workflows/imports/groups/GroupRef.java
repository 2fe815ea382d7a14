package org.teei.csr.workflows.imports.groups;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** Which group of imports. */
public record GroupRef(TenantId tenant, UUID groupId) {}
