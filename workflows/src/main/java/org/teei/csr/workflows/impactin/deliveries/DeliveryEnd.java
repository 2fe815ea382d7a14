package org.teei.csr.workflows.impactin.deliveries;

import org.jspecify.annotations.Nullable;

/**
 * How a delivery ended.
 *
 * @param reason why it did not arrive, or {@link PlatformActivities#OUTCOME_UNKNOWN}, as {@code
 *     <feature>/<reason>}; absent where it did
 */
public record DeliveryEnd(DeliveryRef ref, DeliveryStatus status, @Nullable String reason) {}
