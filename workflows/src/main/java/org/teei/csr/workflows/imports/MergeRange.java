package org.teei.csr.workflows.imports;

/** Rows {@code fromRow} to {@code toRow}, both included, merged in one transaction. */
public record MergeRange(ImportRef ref, long fromRow, long toRow) {}
