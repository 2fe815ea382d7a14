package org.teei.csr.api.operations;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.KeyRotationsRecord;

/**
 * The rotation of a tenant's data key as a job.
 *
 * @param status {@code running}, {@code completed}, {@code failed}, {@code cancelled} or {@code
 *     expired}
 * @param keyVersion the new version; null until there is one
 * @param rewrappedPersonKeys keys of persons that the new version wraps
 * @param keptPersonKeys keys of persons that only earlier versions open; null until counted
 * @param keptAnswers answers to repeated requests that only earlier versions open
 * @param keptObjects stored objects that only earlier versions open
 */
@Schema(name = "TenantKeyRotation")
record TenantKeyRotation(
    UUID id,
    @Schema(example = "demo") String tenant,
    @Schema(example = "running") String status,
    @Nullable Integer keyVersion,
    long rewrappedPersonKeys,
    @Nullable Long keptPersonKeys,
    @Nullable Long keptAnswers,
    @Nullable Long keptObjects,
    String createdBy,
    Instant createdAt,
    @Nullable Instant finishedAt) {

  static TenantKeyRotation of(KeyRotationsRecord row) {
    return new TenantKeyRotation(
        row.getRotationId(),
        row.getTenantId(),
        row.getStatus(),
        row.getKeyVersion(),
        row.getRewrappedPersonKeys(),
        row.getKeptPersonKeys(),
        row.getKeptAnswers(),
        row.getKeptObjects(),
        row.getCreatedBy(),
        row.getCreatedAt(),
        row.getFinishedAt());
  }
}
