package org.teei.csr.api.profiles;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.ProfileMergesRecord;

/**
 * The merge of a profile into another.
 *
 * @param personId becomes an alias
 * @param intoId stays
 * @param state {@code requested}, {@code merged}, {@code lapsed} or {@code withdrawn}
 * @param lapsesAt when a request that nobody approved ends
 * @param finishedAt when it was done, lapsed or was withdrawn
 * @param version grows with each change
 */
@Schema(name = "ProfileMerge")
record ProfileMerge(
    UUID id,
    UUID personId,
    UUID intoId,
    @Schema(example = "requested") String state,
    MergeReason reason,
    String requestedBy,
    Instant requestedAt,
    Instant lapsesAt,
    @Nullable String approvedBy,
    @Nullable Instant finishedAt,
    long version) {

  static ProfileMerge of(ProfileMergesRecord row) {
    return new ProfileMerge(
        row.getMergeId(),
        row.getPersonId(),
        row.getIntoId(),
        row.getState(),
        MergeReason.of(row.getReason()),
        row.getRequestedBy(),
        row.getRequestedAt(),
        row.getLapsesAt(),
        row.getApprovedBy(),
        row.getFinishedAt(),
        row.getVersion());
  }
}
