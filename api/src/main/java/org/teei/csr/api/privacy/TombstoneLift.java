package org.teei.csr.api.privacy;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.TombstoneLiftsRecord;

/**
 * The lift of a tombstone. Nobody is told whose it is: who asked knows, and nothing else keeps it.
 *
 * @param kind of the identifier: {@code email}, or a source of files
 * @param state {@code requested}, {@code lifted}, {@code lapsed} or {@code withdrawn}
 * @param lapsesAt when a request that nobody approved ends
 * @param finishedAt when it was lifted, lapsed or was withdrawn
 * @param version grows with each change
 */
@Schema(name = "TombstoneLift")
record TombstoneLift(
    UUID id,
    IdentifierKind kind,
    @Schema(example = "requested") String state,
    LiftReason reason,
    String requestedBy,
    Instant requestedAt,
    Instant lapsesAt,
    @Nullable String approvedBy,
    @Nullable Instant finishedAt,
    long version) {

  static TombstoneLift of(TombstoneLiftsRecord row) {
    return new TombstoneLift(
        row.getLiftId(),
        IdentifierKind.of(row.getKind()),
        row.getState(),
        LiftReason.of(row.getReason()),
        row.getRequestedBy(),
        row.getRequestedAt(),
        row.getLapsesAt(),
        row.getApprovedBy(),
        row.getFinishedAt(),
        row.getVersion());
  }
}
