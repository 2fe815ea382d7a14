package org.teei.csr.api.impactin.deliveries;

import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.shared.WorkflowLinks;
import org.teei.csr.schema.impactin.DeliveryChange;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.shared.Json;

/**
 * Figures of a period on their way to a platform, or there.
 *
 * @param revision of what was delivered of the period, from 1
 * @param cause {@code scheduled}, {@code caught-up}, {@code run-now} or {@code backfill}
 * @param status {@code pending}, {@code awaiting_approval}, {@code delivering}, {@code retrying},
 *     {@code unknown}, {@code parked}, {@code delivered} (accepted by the platform), {@code
 *     confirmed}, {@code refused}, {@code expired}, {@code cancelled} or {@code failed}
 * @param reason what keeps it, or kept it, from arriving; null where nothing does
 * @param run how often it was begun: 1, and one more by each replay
 * @param attempts to send it
 * @param payloadSha256 of the bytes that are sent, each time the same; null until they are frozen
 * @param leftOut figures that are not sent, each with its reason
 * @param changes what a person should look at before it goes out
 * @param transactionId by which the platform knows it
 */
@Schema(name = "Delivery")
public record Delivery(
    UUID id,
    @Schema(example = "demo") String companyId,
    @Schema(example = "benevity") String platform,
    Days period,
    @Schema(example = "1") int revision,
    @Nullable UUID scheduleId,
    @Schema(example = "scheduled") String cause,
    @Schema(example = "on_deviation") String approval,
    @Schema(example = "confirmed") String status,
    @Schema(example = "rate-limited") @Nullable String reason,
    @Schema(example = "1") int run,
    @Schema(example = "1") int attempts,
    @Nullable UUID snapshotId,
    @Nullable String payloadSha256,
    @Schema(example = "application/json") @Nullable String contentType,
    List<LeftOut> leftOut,
    List<DeliveryChange> changes,
    @Nullable String transactionId,
    String requestedBy,
    Instant requestedAt,
    @Nullable Instant approvalDueAt,
    @Nullable Instant firstSentAt,
    @Nullable Instant deliveredAt,
    @Nullable Instant confirmedAt,
    @Nullable Instant finishedAt,
    URI workflowUrl) {

  /**
   * The days of a period.
   *
   * @param until the day behind the last one
   */
  @Schema(name = "DeliveryPeriod")
  public record Days(
      @Schema(example = "2026-10-01") LocalDate from,
      @Schema(example = "2026-11-01") LocalDate until,
      @Schema(example = "Europe/Oslo") String timeZone) {}

  /**
   * A figure that is not sent.
   *
   * @param reason such as {@code fewer-than-5-people}
   */
  @Schema(name = "LeftOutFigure")
  public record LeftOut(
      @Schema(example = "languageLevel") String figure,
      @Schema(example = "fewer-than-5-people") String reason) {}

  static Delivery of(ImpactDeliveriesRecord row, WorkflowLinks links) {
    return new Delivery(
        row.getDeliveryId(),
        row.getTenantId(),
        row.getPlatform(),
        new Days(row.getPeriodFrom(), row.getPeriodUntil(), row.getTimeZone()),
        row.getRevision(),
        row.getScheduleId(),
        row.getCause(),
        row.getApproval(),
        row.getStatus(),
        row.getReason(),
        row.getRun(),
        row.getAttempts(),
        row.getSnapshotId(),
        row.getPayloadSha256(),
        row.getContentType(),
        read(row.getLeftOut(), LeftOut[].class),
        read(row.getChanges(), DeliveryChange[].class),
        row.getTransactionId(),
        row.getRequestedBy(),
        row.getRequestedAt(),
        row.getApprovalDueAt(),
        row.getFirstSentAt(),
        row.getDeliveredAt(),
        row.getConfirmedAt(),
        row.getFinishedAt(),
        links.to(row.getWorkflowId()));
  }

  private static <T> List<T> read(@Nullable JSONB stored, Class<T[]> type) {
    return stored == null ? List.of() : List.of(Json.read(stored.data(), type));
  }
}
