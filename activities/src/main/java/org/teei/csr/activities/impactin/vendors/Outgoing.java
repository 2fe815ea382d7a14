package org.teei.csr.activities.impactin.vendors;

import java.util.UUID;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.workflows.shared.TenantId;

/** What goes out; the id of the delivery is the idempotency key. */
public record Outgoing(TenantId tenant, Platform platform, UUID deliveryId, byte[] body) {}
