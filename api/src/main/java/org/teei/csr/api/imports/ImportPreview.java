package org.teei.csr.api.imports;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.shared.Page;

/** What the rows of an import would do if they landed as things are. */
record ImportPreview(Totals totals, Page<PreviewRow> rows) {

  /** Of all rows of the file. */
  @Schema(name = "ImportPreviewTotals")
  record Totals(long create, long update, long duplicate, long reject) {}

  /** What a row would do; the spelling outside is the name in lower case. */
  enum Action {
    CREATE,
    UPDATE,
    DUPLICATE,
    REJECT;

    @JsonValue
    String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Action of(String spelling) {
      return valueOf(spelling.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * What one row would do.
   *
   * @param row number of the data row, from 1
   * @param id what it would change or is equal to
   * @param changes of an update; empty where the person was erased meanwhile
   */
  @Schema(name = "ImportPreviewRow")
  record PreviewRow(
      @Schema(example = "17") long row,
      Action action,
      @Nullable UUID id,
      List<Change> changes,
      List<ImportRow.Error> errors) {}

  /**
   * A value that would change.
   *
   * @param hidden that it changes is all there is to see
   */
  @Schema(name = "ImportPreviewChange")
  record Change(
      @Schema(example = "duration_minutes") String column,
      @Schema(example = "45") @Nullable String before,
      @Schema(example = "60") @Nullable String after,
      boolean hidden) {

    Change withoutValues() {
      return new Change(column, null, null, true);
    }
  }
}
