package org.teei.csr.api.imports;

import java.util.List;
import org.teei.csr.engines.imports.RowError;

/**
 * Where a row stands in a stored file, and what is wrong with it.
 *
 * @param attempt 0 for the file of the import itself, else the correction whose file it is
 */
record RowPlace(long number, int attempt, long offset, int length, List<RowError> errors) {}
