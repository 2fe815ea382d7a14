package org.teei.csr.workflows.imports;

/**
 * What a run hands to its successor when its history has grown long.
 *
 * @param lastRow number of the last data row of the file
 * @param nextRow first row that is not merged yet
 * @param counts outcomes so far
 * @param parkings parkings so far
 * @param paused whether a person has paused the import
 */
public record ImportContinuation(
    long lastRow, long nextRow, ImportCounts counts, int parkings, boolean paused) {}
