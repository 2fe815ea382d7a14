package org.teei.csr.workflows.operations;

/** What a run of retention removed. */
public record RetentionCounts(int uploads, int idempotencyKeys, int events, int signIns) {}
