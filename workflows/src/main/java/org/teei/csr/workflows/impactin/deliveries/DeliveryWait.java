package org.teei.csr.workflows.impactin.deliveries;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a delivery waits for a person.
 *
 * @param status {@code AWAITING_APPROVAL} or {@code PARKED}
 * @param due until when; absent where it is told elsewhere
 */
public record DeliveryWait(DeliveryRef ref, DeliveryStatus status, @Nullable Instant due) {}
