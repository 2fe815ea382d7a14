package org.teei.csr.schema.operations;

import java.time.Instant;

/**
 * The right to run an endless loop until {@code expiresAt} (clock of the database).
 *
 * @param fencing grows with each change of holder; a write that carries a smaller number than one
 *     before it is refused
 */
public record Lease(String name, String holder, long fencing, Instant expiresAt) {}
