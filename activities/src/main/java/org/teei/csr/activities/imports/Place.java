package org.teei.csr.activities.imports;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a row stands in the stored file.
 *
 * @param match the match that the row is about, as the check of the file found out
 */
record Place(long row, long offset, int length, @Nullable UUID match) {}
