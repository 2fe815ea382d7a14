package org.teei.csr.api.imports;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowError;

/**
 * Where a row stands in the stored file, and what is wrong with it.
 *
 * @param entity what it became or was equal to
 */
record RowPlace(
    long number, long offset, int length, @Nullable UUID entity, List<RowError> errors) {}
