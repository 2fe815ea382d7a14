package org.teei.csr.workflows.imports;

import org.jspecify.annotations.Nullable;

/**
 * The end of an import. Rows without outcome become unprocessed, so that the ledger closes.
 *
 * @param problem tail of the problem type where the end is not a completion
 * @param line physical line of the file the problem was found at
 */
public record Finish(
    ImportRef ref, ImportStatus status, @Nullable String problem, @Nullable Long line) {}
