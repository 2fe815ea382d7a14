package org.teei.csr.api.imports;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowError;

/**
 * Where a row stands in a stored file, and what is wrong with it.
 *
 * @param attempt 0 for the file of the import itself, else the correction whose file it is
 * @param entity what it became or was equal to
 */
record RowPlace(
    long number,
    int attempt,
    long offset,
    int length,
    @Nullable UUID entity,
    List<RowError> errors) {}
