package org.teei.csr.workflows.metrics;

/**
 * What computing the figures of a period came to.
 *
 * @param revision the latest one; 0 where there is none
 * @param moved how many figures differ from the revision before
 */
public record SnapshotResult(SnapshotState state, int revision, int moved) {}
