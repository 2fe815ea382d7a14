package org.teei.csr.workflows.imports;

import org.jspecify.annotations.Nullable;

/**
 * What taking back some rows came to.
 *
 * @param counts of the whole import so far
 * @param next the rows that are left; null when there are none
 */
public record RangeUndone(UndoCounts counts, @Nullable UndoRange next) {}
