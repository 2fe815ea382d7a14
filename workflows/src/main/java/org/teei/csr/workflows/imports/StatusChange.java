package org.teei.csr.workflows.imports;

/** A running import shows a new status. */
public record StatusChange(ImportRef ref, ImportStatus status) {}
