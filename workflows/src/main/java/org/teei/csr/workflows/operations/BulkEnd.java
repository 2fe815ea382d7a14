package org.teei.csr.workflows.operations;

/**
 * The end of a resolution of many.
 *
 * @param completed false when it was given up before all were told
 */
public record BulkEnd(BulkRef ref, boolean completed) {}
