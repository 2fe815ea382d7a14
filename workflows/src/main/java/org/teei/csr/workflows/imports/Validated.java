package org.teei.csr.workflows.imports;

/**
 * What checking the rows left to do.
 *
 * @param lastRow number of the last data row of the file
 * @param toMerge rows that have no outcome yet
 * @param rejected rows rejected
 * @param duplicate rows superseded by a later row of the same file
 */
public record Validated(long lastRow, long toMerge, long rejected, long duplicate) {}
