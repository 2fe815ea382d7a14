package org.teei.csr.workflows.operations;

/** What a sweep came to: steps told to try again. */
public record SweepCounts(int retried) {}
