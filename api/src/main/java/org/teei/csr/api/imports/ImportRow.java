package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.ImportRowsRecord;

/**
 * The outcome of a row.
 *
 * @param row number of the data row, from 1
 * @param updated whether it changed what was there
 * @param id what the row became or was equal to, in the words of its kind: a session, a match …
 * @param supersededBy the later row of the same file that counts instead
 * @param reversal what became of it when the import was taken back; null where it was not
 */
record ImportRow(
    @Schema(example = "17") long row,
    RowOutcome outcome,
    boolean updated,
    @Nullable UUID id,
    @Nullable Long supersededBy,
    List<Error> errors,
    @Nullable RowReversal reversal) {

  /** One thing that is wrong with the row; column is empty where the whole row is to blame. */
  @Schema(name = "ImportRowError")
  record Error(
      @Schema(example = "E001") String code,
      @Schema(example = "participant_email") String column,
      @Schema(example = "participant_email is not a valid e-mail address.") String message) {}

  static ImportRow of(ImportRowsRecord row) {
    return new ImportRow(
        row.getRowNumber(),
        RowOutcome.valueOf(row.getOutcome().toUpperCase(Locale.ROOT)),
        row.getUpdated(),
        row.getEntityId(),
        row.getSupersededBy(),
        RowErrors.of(row.getErrors()).stream()
            .map(error -> new Error(error.code().code(), error.column(), error.message()))
            .toList(),
        row.getReversal() == null
            ? null
            : RowReversal.of(row.getReversal(), row.getReversalReason()));
  }
}
