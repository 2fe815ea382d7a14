package org.teei.csr.api.imports.notices;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.imports.SubscriptionSeal;
import org.teei.csr.schema.jooq.tables.records.ImportSubscriptionsRecord;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNews;
import org.teei.csr.workflows.imports.notices.NoticeEvent;

/**
 * Somebody who is told about imports and deliveries.
 *
 * @param url of a webhook
 * @param addresses of mail, masked
 * @param statuses of imports that are told
 * @param deliveryStatuses of deliveries that are told
 * @param inactiveBecause {@code switched-off}, or {@code gone} after the receiver said 410
 * @param previousSecretUntil until then the secret before signs too
 */
@Schema(name = "ImportSubscription")
record Subscription(
    UUID id,
    @Schema(example = "Data team") String name,
    @Schema(example = "webhook") Channel channel,
    @Schema(example = "https://example.org/hooks/csr") @Nullable String url,
    @Schema(example = "[\"p…@example.org\"]") @Nullable List<String> addresses,
    @Schema(example = "[\"completed\",\"failed\"]") List<NoticeEvent> statuses,
    @Schema(example = "[\"awaiting_approval\",\"parked\"]") List<DeliveryNews> deliveryStatuses,
    @Schema(example = "exponential") Profile retryProfile,
    boolean active,
    @Schema(example = "gone") @Nullable String inactiveBecause,
    @Nullable Instant previousSecretUntil,
    Instant createdAt,
    String createdBy,
    Instant changedAt) {

  static Subscription of(ImportSubscriptionsRecord row, SubscriptionSeal seal) {
    var channel = Channel.of(row.getChannel());
    var target =
        new Target(
            channel,
            seal.openTarget(row.getTenantId(), row.getSubscriptionId(), row.getTargetCiphertext()));
    return new Subscription(
        row.getSubscriptionId(),
        row.getName(),
        channel,
        target.url(),
        target.maskedAddresses(),
        Stream.of(row.getStatuses())
            .map(status -> NoticeEvent.valueOf(status.toUpperCase(Locale.ROOT)))
            .toList(),
        Stream.of(row.getDeliveryStatuses())
            .map(status -> DeliveryNews.valueOf(status.toUpperCase(Locale.ROOT)))
            .toList(),
        Profile.of(row.getRetryProfile()),
        row.getActive(),
        row.getInactiveBecause(),
        row.getPreviousSecretUntil(),
        row.getCreatedAt(),
        row.getCreatedBy(),
        row.getChangedAt());
  }
}
