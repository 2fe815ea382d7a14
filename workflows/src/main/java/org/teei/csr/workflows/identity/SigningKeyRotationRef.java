package org.teei.csr.workflows.identity;

import java.util.UUID;

/** Which rotation of signing keys: a try that is repeated finds what an earlier one did. */
public record SigningKeyRotationRef(UUID rotationId) {}
