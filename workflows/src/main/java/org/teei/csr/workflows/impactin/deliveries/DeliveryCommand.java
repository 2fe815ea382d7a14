package org.teei.csr.workflows.impactin.deliveries;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.Command;

/**
 * A person's command to a delivery.
 *
 * @param decisionId the decision row that REST wrote; absent when the command came from the
 *     Temporal UI or CLI, which is audited as unverified
 */
public record DeliveryCommand(@Nullable UUID decisionId) implements Command {}
