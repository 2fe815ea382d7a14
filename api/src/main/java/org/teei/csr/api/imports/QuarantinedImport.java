package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;
import org.teei.csr.workflows.imports.ImportStatus;

/**
 * The quarantine of an import: its rejected rows that wait for a correction.
 *
 * @param open rows that wait
 * @param discarded rejected rows that are not to be corrected any more
 * @param errors what the open rows have, the most frequent first; a row may have several
 * @param since when the file was sent
 * @param expiresAt when the file goes, and with it the chance to correct
 */
@Schema(name = "QuarantinedImport")
record QuarantinedImport(
    UUID importId,
    @Schema(example = "sessions") String kind,
    @Schema(example = "completed") ImportStatus status,
    @Nullable String clientReference,
    @Schema(example = "17") long open,
    @Schema(example = "2") long discarded,
    List<ErrorCount> errors,
    Instant since,
    Instant expiresAt) {

  /** Rows with one error; column is empty where the whole row is to blame. */
  @Schema(name = "QuarantinedError")
  record ErrorCount(
      @Schema(example = "E001") String code,
      @Schema(example = "participant_email") String column,
      @Schema(example = "17") long rows) {}

  static QuarantinedImport of(ImportJobsRecord row, List<ErrorCount> errors) {
    return new QuarantinedImport(
        row.getImportId(),
        row.getKind(),
        ImportJob.status(row),
        row.getClientReference(),
        row.getRejectedRows() - row.getDiscardedRows(),
        row.getDiscardedRows(),
        errors,
        row.getCreatedAt(),
        row.getExpiresAt());
  }
}
