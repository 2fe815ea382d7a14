package org.teei.csr.api.imports.notices;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Requires;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.Versions;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNews;
import org.teei.csr.workflows.imports.notices.NoticeEvent;

/** Who is told when an import or a delivery ends, parks or waits for approval. */
@Tag(name = "imports")
@Requires(Permission.WEBHOOKS_MANAGE)
@RestController
@RequestMapping(SubscriptionsController.PATH)
final class SubscriptionsController {
  static final String PATH = "/v1/import-subscriptions";

  private final Subscriptions subscriptions;

  SubscriptionsController(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  /** Not shown by {@link #toString()}. */
  @Schema(name = "NewImportSubscription")
  record NewSubscription(
      @Schema(example = "Data team") @NotBlank @Size(max = 200) String name,
      @Schema(example = "webhook") @NotNull Channel channel,
      @Schema(example = "https://example.org/hooks/csr", description = "For a webhook.")
          @Size(min = 1, max = 2_000)
          @Nullable String url,
      @Schema(example = "[\"person@example.org\"]", description = "For mail.")
          @Size(min = 1, max = 20)
          @Nullable List<@NotNull @Email @Size(min = 3, max = 254) String> addresses,
      @Schema(
              example = "[\"completed\",\"failed\"]",
              description =
                  "Of imports. Where neither statuses nor deliveryStatuses are named, awaiting_approval, approval_reminder, parked, completed and failed.")
          @Size(max = 8)
          @Nullable List<@NotNull NoticeEvent> statuses,
      @Schema(
              example = "[\"awaiting_approval\",\"parked\"]",
              description = "Of deliveries of figures to platforms.")
          @Size(max = 9)
          @Nullable List<@NotNull DeliveryNews> deliveryStatuses,
      @Schema(example = "exponential", description = "exponential where it is left out.")
          @Nullable Profile retryProfile) {

    @Override
    public String toString() {
      return "NewSubscription[]";
    }
  }

  /** Not shown by {@link #toString()}. */
  @Schema(name = "ImportSubscriptionReplacement")
  record Replacement(
      @Schema(example = "Data team") @NotBlank @Size(max = 200) String name,
      @Schema(
              example = "https://example.org/hooks/csr",
              description = "The one before where it is left out.")
          @Size(min = 1, max = 2_000)
          @Nullable String url,
      @Schema(
              example = "[\"person@example.org\"]",
              description = "Those before where it is left out.")
          @Size(min = 1, max = 20)
          @Nullable List<@NotNull @Email @Size(min = 3, max = 254) String> addresses,
      @Schema(example = "[\"completed\",\"failed\"]", description = "Of imports.")
          @NotNull
          @Size(max = 8)
          List<@NotNull NoticeEvent> statuses,
      @Schema(
              example = "[\"awaiting_approval\",\"parked\"]",
              description =
                  "Of deliveries of figures to platforms; those before where it is left out.")
          @Size(max = 9)
          @Nullable List<@NotNull DeliveryNews> deliveryStatuses,
      @Schema(example = "exponential") @NotNull Profile retryProfile,
      @Schema(description = "Whether it is told anything.") @NotNull Boolean active) {

    @Override
    public String toString() {
      return "Replacement[]";
    }
  }

  /** Not shown by {@link #toString()}. */
  @Schema(name = "IssuedImportSubscription")
  record IssuedSubscription(
      @JsonUnwrapped Subscription subscription,
      @Schema(
              description = "Signs the notices; shown this once. None for mail.",
              example = "whsec_…")
          @Nullable String secret) {

    @Override
    public String toString() {
      return "IssuedSubscription[]";
    }
  }

  /** Not shown by {@link #toString()}. */
  @Schema(name = "RotatedImportSubscriptionSecret")
  record RotatedSecret(
      @Schema(description = "Shown this once.", example = "whsec_…") String secret,
      @Schema(description = "Until then the secret before signs too.")
          Instant previousSecretUntil) {

    @Override
    public String toString() {
      return "RotatedSecret[]";
    }
  }

  @Operation(summary = "Subscriptions, the newest first")
  @GetMapping(produces = "application/json")
  Page<Subscription> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return subscriptions.list(new Page.Range(page, pageSize));
  }

  @Operation(summary = "One subscription")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<Subscription> get(@PathVariable UUID id) {
    return subscriptions.get(id).answer();
  }

  @Operation(
      summary = "Have somebody told about imports and deliveries",
      description =
          "By webhook, signed in the form of Standard Webhooks, or by mail. The secret is in this answer and nowhere else; a repetition with the same Idempotency-Key is answered with 409 and the Location of the subscription.")
  @ApiResponse(
      responseCode = "201",
      description = "Made; Location is the subscription",
      content = @Content(schema = @Schema(implementation = IssuedSubscription.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> create(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody NewSubscription request) {
    return subscriptions.create(request, key);
  }

  @Operation(
      summary = "Replace a subscription",
      description = "If-Match is the ETag of the subscription as it was read.")
  @PutMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<Subscription> replace(
      @PathVariable UUID id,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @Valid @RequestBody Replacement request) {
    return subscriptions.replace(id, Versions.required(ifMatch), request).answer();
  }

  @Operation(
      summary = "Make a new secret",
      description =
          "It signs from now on, and for a while the one before does too: a receiver may change over at any moment of it. The secret is in this answer and nowhere else.")
  @ApiResponse(
      responseCode = "201",
      description = "Made; Location is the subscription",
      content = @Content(schema = @Schema(implementation = RotatedSecret.class)))
  @PostMapping(path = "/{id}/secret", produces = "application/json")
  ResponseEntity<byte[]> rotate(
      @PathVariable UUID id,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @RequestParam(defaultValue = "24") @Min(0) @Max(168) int overlapHours) {
    return subscriptions.rotate(id, Duration.ofHours(overlapHours), key);
  }

  @Operation(
      summary = "Tell somebody nothing any more",
      description = "Notices that are still on their way to them are dropped.")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable UUID id) {
    subscriptions.delete(id);
  }
}
