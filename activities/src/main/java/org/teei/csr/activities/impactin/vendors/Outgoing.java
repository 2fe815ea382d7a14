package org.teei.csr.activities.impactin.vendors;

import java.util.UUID;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.workflows.shared.TenantId;

/**
 * A payload on its way.
 *
 * @param deliveryId also the idempotency key, for each attempt and replay
 * @param body to the byte what the platform gets
 */
public record Outgoing(TenantId tenant, Platform platform, UUID deliveryId, byte[] body) {}
