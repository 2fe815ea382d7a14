package org.teei.csr.api.imports.notices;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.ImportNoticesRecord;

/**
 * A notice and how its delivery went.
 *
 * @param id the {@code webhook-id}, the same at each attempt
 * @param importId of the import that it tells of; absent in a test
 * @param deliveryId of the delivery of figures that it tells of; absent in a test
 * @param status of the import or delivery that is told, {@code approval_reminder} or {@code test}
 * @param state {@code pending}, {@code parked} (see {@code /v1/operations/parked}), {@code
 *     delivered} or {@code failed}
 * @param lastStatus of the answer to the last attempt, where there was one
 * @param lastFailure why the last attempt failed, in a closed word
 */
@Schema(name = "ImportNoticeDelivery")
record Delivery(
    UUID id,
    @Nullable UUID importId,
    @Nullable UUID deliveryId,
    @Schema(example = "completed") String status,
    @Schema(example = "delivered") String state,
    int attempts,
    @Schema(example = "200") @Nullable Integer lastStatus,
    @Schema(example = "receiver-unreachable") @Nullable String lastFailure,
    @Nullable Instant lastAttemptAt,
    Instant createdAt,
    @Nullable Instant finishedAt,
    String workflowId) {

  static Delivery of(ImportNoticesRecord row) {
    return new Delivery(
        row.getNoticeId(),
        row.getImportId(),
        row.getDeliveryId(),
        row.getStatus(),
        row.getState(),
        row.getAttempts(),
        row.getLastStatus(),
        row.getLastFailure(),
        row.getLastAttemptAt(),
        row.getCreatedAt(),
        row.getFinishedAt(),
        row.getWorkflowId());
  }
}
