package org.teei.csr.workflows.operations;

import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Asks whether a drain switch holds a run before its next side effect; vendor only for calls
 * outward.
 */
public record Gate(TenantId tenant, String feature, @Nullable String vendor) {}
