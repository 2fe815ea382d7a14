package org.teei.csr.workflows.operations;

/** The end of a rotation of keys. */
public record KeyRotationEnd(KeyRotationRef ref, KeyRotationStatus status) {}
