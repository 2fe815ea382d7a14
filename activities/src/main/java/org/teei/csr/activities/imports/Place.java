package org.teei.csr.activities.imports;

/** Where a row stands in the stored file. */
record Place(long row, long offset, int length) {}
