package org.teei.csr.workflows.shared;

import java.util.UUID;

/**
 * The only detail that a failure carries out of a worker: its class, and an id under which the
 * worker's log tells the rest. The failure's type is {@code <feature>/<kebab-reason>}; its message
 * repeats type and id, never data.
 */
public record FailureDetails(FailureClass failureClass, UUID errorId) {}
