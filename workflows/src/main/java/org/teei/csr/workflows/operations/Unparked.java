package org.teei.csr.workflows.operations;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.TenantId;

/**
 * The end of a parking.
 *
 * @param action what was decided; present only when resolved
 * @param decisionId the decision; absent in a resolution that did not come through REST or the
 *     sweeper, which is audited as unverified
 */
public record Unparked(
    TenantId tenant,
    UUID parkedId,
    ParkingEnd end,
    @Nullable ParkedAction action,
    @Nullable UUID decisionId) {}
