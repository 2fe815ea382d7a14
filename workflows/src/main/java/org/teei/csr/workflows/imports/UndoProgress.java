package org.teei.csr.workflows.imports;

/** Live view of an import that is being taken back. */
public record UndoProgress(ImportStatus status, UndoCounts counts) {}
