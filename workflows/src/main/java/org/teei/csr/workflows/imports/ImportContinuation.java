package org.teei.csr.workflows.imports;

import org.jspecify.annotations.Nullable;

/**
 * What a run hands to its successor when its history has grown long.
 *
 * @param lastRow number of the last data row of the file
 * @param nextRow first row that is not merged yet
 * @param counts outcomes so far
 * @param parkings parkings so far
 * @param paused whether a person has paused the import
 * @param plan absent in histories from before there was a choice
 * @param previewed what the rows before {@code nextRow} would do, while that is looked at
 * @param approved whether a reviewed import was approved
 */
public record ImportContinuation(
    long lastRow,
    long nextRow,
    ImportCounts counts,
    int parkings,
    boolean paused,
    @Nullable ImportPlan plan,
    @Nullable Merged previewed,
    boolean approved) {

  private static final ImportContinuation NONE =
      new ImportContinuation(0, 0, ImportCounts.NONE, 0, false, null, null, false);

  static ImportContinuation orNone(@Nullable ImportContinuation continuation) {
    return continuation == null ? NONE : continuation;
  }

  ImportPlan planOrPlain() {
    return plan == null ? ImportPlan.PLAIN : plan;
  }

  Merged previewedOrNone() {
    return previewed == null ? Merged.NONE : previewed;
  }
}
