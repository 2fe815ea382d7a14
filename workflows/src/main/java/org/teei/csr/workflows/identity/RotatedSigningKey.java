package org.teei.csr.workflows.identity;

import java.util.UUID;

/** The key that signs since a rotation. */
public record RotatedSigningKey(UUID keyId) {}
