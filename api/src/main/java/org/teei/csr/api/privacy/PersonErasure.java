package org.teei.csr.api.privacy;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.PersonErasuresRecord;

/**
 * The erasure of a person.
 *
 * @param state {@code requested}, {@code approved}, {@code erased}, {@code lapsed} or {@code
 *     withdrawn}
 * @param lapsesAt when a request that nobody approved ends
 * @param erasedProfiles the person, and those who were merged into the person
 * @param version grows with each change
 */
@Schema(name = "PersonErasure")
record PersonErasure(
    UUID id,
    UUID personId,
    @Schema(example = "requested") String state,
    ErasureReason reason,
    String requestedBy,
    Instant requestedAt,
    Instant lapsesAt,
    @Nullable String approvedBy,
    @Nullable Instant approvedAt,
    @Nullable Integer erasedProfiles,
    @Nullable Instant finishedAt,
    long version) {

  static PersonErasure of(PersonErasuresRecord row) {
    return new PersonErasure(
        row.getErasureId(),
        row.getPersonId(),
        row.getState(),
        ErasureReason.of(row.getReason()),
        row.getRequestedBy(),
        row.getRequestedAt(),
        row.getLapsesAt(),
        row.getApprovedBy(),
        row.getApprovedAt(),
        row.getErasedProfiles(),
        row.getFinishedAt(),
        row.getVersion());
  }
}
