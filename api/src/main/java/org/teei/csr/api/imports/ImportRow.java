package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.ImportRowsRecord;

/**
 * The outcome of a row.
 *
 * @param row number of the data row, from 1
 * @param updated whether it changed what was there
 * @param id what the row became or was equal to, in the words of its kind: a session, a match …
 * @param supersededBy the later row of the same file that counts instead
 * @param attempt what gave the row its outcome: 0 the file itself, else a correction
 * @param discardedAt since when a rejected row is not to be corrected any more
 * @param reversal what became of it when the import was taken back; null where it was not
 */
record ImportRow(
    @Schema(example = "17") long row,
    RowOutcome outcome,
    boolean updated,
    @Nullable UUID id,
    @Nullable Long supersededBy,
    @Schema(example = "0") int attempt,
    @Nullable Instant discardedAt,
    List<Error> errors,
    @Nullable RowReversal reversal) {

  /**
   * One thing that is wrong with the row; column is empty where the whole row is to blame.
   *
   * @param people our ids of the people whom the row takes for one; empty for other errors
   */
  @Schema(name = "ImportRowError")
  record Error(
      @Schema(example = "E001") String code,
      @Schema(example = "participant_email") String column,
      @Schema(example = "participant_email is not a valid e-mail address.") String message,
      List<UUID> people) {}

  static ImportRow of(ImportRowsRecord row) {
    return new ImportRow(
        row.getRowNumber(),
        RowOutcome.valueOf(row.getOutcome().toUpperCase(Locale.ROOT)),
        row.getUpdated(),
        row.getEntityId(),
        row.getSupersededBy(),
        row.getAttempt(),
        row.getDiscardedAt(),
        errors(row.getErrors()),
        row.getReversal() == null
            ? null
            : RowReversal.of(row.getReversal(), row.getReversalReason()));
  }

  static List<Error> errors(@Nullable JSONB stored) {
    return RowErrors.of(stored).stream()
        .map(error ->
            new Error(error.code().code(), error.column(), error.message(), error.people()))
        .toList();
  }
}
