package org.teei.csr.api.impactin.deliveries;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.impactin.DeliveryChange;

/**
 * What would be frozen of the same figures with today's mapping.
 *
 * @param frozenSha256 of what is frozen now
 * @param payloadSha256 of what would be
 * @param findings what the platform's schema says against it
 * @param changes what differs from what is frozen
 * @param refusal why it cannot be done now, as the tail of a problem type; null where it can
 */
@Schema(name = "Refreeze")
record Refreeze(
    UUID deliveryId,
    UUID snapshotId,
    String frozenSha256,
    String payloadSha256,
    @Schema(example = "application/json") String contentType,
    List<PayloadFinding> findings,
    List<DeliveryChange> changes,
    @Schema(example = "not-replayable") @Nullable String refusal) {

  /** What is frozen anew. */
  @Schema(name = "RefreezeRequest")
  record Request(
      @Schema(example = "true", description = "Only tells what would be done; true without it.")
          @Nullable Boolean dryRun,
      @Schema(
              example = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
              description = "Of the dry run that was looked at; needed where dryRun is false.")
          @Pattern(regexp = "[0-9a-f]{64}")
          @Nullable String payloadSha256,
      @Schema(
              example = "The organization has another id there",
              description = "Why; not for personal data.")
          @Size(max = 500)
          @Nullable String reason) {

    static final Request DRY = new Request(true, null, null);

    boolean isDryRun() {
      return !Boolean.FALSE.equals(dryRun);
    }
  }
}
