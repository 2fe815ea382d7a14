package org.teei.csr.workflows.operations;

import org.teei.csr.workflows.shared.TenantId;

/**
 * A command that was obeyed although no decision stands behind it.
 *
 * @param command name of the message, for example {@code pause}
 */
public record UnverifiedCommand(TenantId tenant, String workflowId, String command) {}
