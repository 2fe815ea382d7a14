package org.teei.csr.workflows.impactin.deliveries;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Which delivery: the whole input of its workflow and of its steps.
 *
 * @param platform {@code benevity}, {@code goodera}, {@code workday} or {@code file}
 */
public record DeliveryRef(TenantId tenant, UUID deliveryId, String platform) {}
