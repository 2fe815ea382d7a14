package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.shared.Page;
import org.teei.csr.schema.imports.Reversals.Reversal;

/**
 * What would come of it if an import were taken back now.
 *
 * @param undo how many of its accepted rows would come to which end
 * @param rows those rows, in file order
 */
record UndoPreview(UUID id, ImportJob.Undo undo, Page<Row> rows) {

  /**
   * A row that was accepted.
   *
   * @param row number of the data row, from 1
   * @param id what the row became
   * @param updated whether what was there would be put back; else what the row became would be
   *     removed
   */
  @Schema(name = "UndoPreviewRow")
  record Row(
      @Schema(example = "17") long row, @Nullable UUID id, boolean updated, RowReversal reversal) {

    static Row of(Reversal decided) {
      return new Row(
          decided.row(),
          decided.entityId(),
          decided.updated(),
          RowReversal.of(decided.outcome().spelling(), decided.reason()));
    }
  }
}
