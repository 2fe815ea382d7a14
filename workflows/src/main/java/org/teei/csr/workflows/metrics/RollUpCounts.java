package org.teei.csr.workflows.metrics;

/**
 * What a roll-up came to.
 *
 * @param computed new revisions
 * @param unchanged periods whose figures are as they were
 * @param failed companies whose figures could not be computed
 */
public record RollUpCounts(int computed, int unchanged, int failed) {}
