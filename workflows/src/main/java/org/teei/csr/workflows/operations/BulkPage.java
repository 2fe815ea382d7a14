package org.teei.csr.workflows.operations;

/**
 * How far a resolution of many has come.
 *
 * @param resolved steps told what to do, in all
 * @param skipped steps that matched but did not wait any more, in all
 * @param last whether nothing is left
 */
public record BulkPage(int resolved, int skipped, boolean last) {}
