package org.teei.csr.workflows.imports;

/** Live view of a running import. */
public record ImportProgress(
    ImportStatus status, long lastRow, long rowsDecided, ImportCounts counts) {}
