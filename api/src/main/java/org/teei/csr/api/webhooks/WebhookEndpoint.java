package org.teei.csr.api.webhooks;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.webhooks.SignatureProfile;
import org.teei.csr.engines.webhooks.WebhookSource;
import org.teei.csr.schema.jooq.tables.records.WebhookEndpointsRecord;

/**
 * An address at which a system of others tells a company something.
 *
 * @param address below the address of the API
 * @param signatureProfile how the source signs
 * @param previousSecretUntil until then the secret before is good too
 */
record WebhookEndpoint(
    UUID id,
    @Schema(example = "benevity") WebhookSource source,
    @Schema(example = "Benevity, production") String name,
    @Schema(example = "/v1/webhooks/0198c0de-0000-7000-8000-000000000000/benevity") String address,
    @Schema(example = "timed-hex") SignatureProfile signatureProfile,
    @Nullable Instant previousSecretUntil,
    Instant createdAt,
    String createdBy,
    Instant changedAt) {

  static WebhookEndpoint of(WebhookEndpointsRecord row) {
    var source = sourceOf(row);
    return new WebhookEndpoint(
        row.getEndpointId(),
        source,
        row.getName(),
        CallbacksController.PATH + row.getEndpointId() + "/" + source.word(),
        source.profile(),
        row.getPreviousSecretUntil(),
        row.getCreatedAt(),
        row.getCreatedBy(),
        row.getChangedAt());
  }

  static WebhookSource sourceOf(WebhookEndpointsRecord row) {
    return WebhookSource.of(row.getSource()).orElseThrow();
  }
}
