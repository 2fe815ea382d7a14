package org.teei.csr.workflows.imports;

import org.jspecify.annotations.Nullable;

/**
 * The end of taking an import back.
 *
 * @param ref with the number of the taking back as attempt
 * @param status of the import from now on; {@code UNDONE} when no accepted row is undecided
 * @param problem tail of the problem type where it came to no end
 */
public record UndoFinish(ImportRef ref, ImportStatus status, @Nullable String problem) {}
