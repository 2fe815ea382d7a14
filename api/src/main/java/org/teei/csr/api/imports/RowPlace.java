package org.teei.csr.api.imports;

import java.util.List;
import org.teei.csr.engines.imports.RowError;

/** Where a row stands in the stored file, and what is wrong with it. */
record RowPlace(long number, long offset, int length, List<RowError> errors) {}
