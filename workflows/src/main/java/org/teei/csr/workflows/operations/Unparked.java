package org.teei.csr.workflows.operations;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.TenantId;

/**
 * The end of a parking: resolved by a person or the sweeper, or, without action, expired.
 *
 * @param action absent when the wait ran out
 */
public record Unparked(
    TenantId tenant, UUID parkedId, @Nullable ParkedAction action, @Nullable UUID decisionId) {}
