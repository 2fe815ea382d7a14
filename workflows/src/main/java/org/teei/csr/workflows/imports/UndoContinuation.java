package org.teei.csr.workflows.imports;

import org.jspecify.annotations.Nullable;

/**
 * What a run hands to its successor when its history has grown long.
 *
 * @param next rows that are left; null when there are none
 * @param counts so far
 * @param parkings parkings so far
 * @param paused whether a person has paused it
 */
public record UndoContinuation(
    @Nullable UndoRange next, UndoCounts counts, int parkings, boolean paused) {}
