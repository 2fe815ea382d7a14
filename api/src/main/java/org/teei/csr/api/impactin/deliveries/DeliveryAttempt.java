package org.teei.csr.api.impactin.deliveries;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.impactin.DeliverySeal;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveryAttemptsRecord;

/**
 * One call to a platform.
 *
 * @param kind {@code send}, or {@code ask} what became of one
 * @param verdict {@code accepted}, {@code confirmed}, {@code refused}, {@code try-later}, {@code
 *     unknown}, {@code not-found} or {@code cannot-ask}; null while it lasts
 * @param request what was sent, without secrets
 * @param response what was answered, cut at its limit
 */
@Schema(name = "DeliveryAttempt")
record DeliveryAttempt(
    @Schema(example = "1") int attempt,
    @Schema(example = "send") String kind,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Schema(example = "accepted") @Nullable String verdict,
    @Nullable String failureClass,
    @Nullable String reason,
    @Schema(example = "200") @Nullable Integer httpStatus,
    @Schema(example = "120") @Nullable Integer tookMillis,
    @Nullable String request,
    @Nullable String response) {

  static DeliveryAttempt of(ImpactDeliveryAttemptsRecord row, DeliverySeal seal) {
    var tenant = row.getTenantId();
    var delivery = row.getDeliveryId();
    return new DeliveryAttempt(
        row.getAttempt(),
        row.getKind(),
        row.getStartedAt(),
        row.getEndedAt(),
        row.getVerdict(),
        row.getFailureClass(),
        row.getReason(),
        row.getHttpStatus(),
        row.getTookMillis(),
        row.getRequestCiphertext() == null
            ? null
            : new String(
                seal.openRequest(tenant, delivery, row.getAttempt(), row.getRequestCiphertext()),
                UTF_8),
        row.getResponseCiphertext() == null
            ? null
            : new String(
                seal.openResponse(tenant, delivery, row.getAttempt(), row.getResponseCiphertext()),
                UTF_8));
  }
}
