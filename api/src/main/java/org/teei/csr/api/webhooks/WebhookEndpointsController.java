package org.teei.csr.api.webhooks;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
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
import org.teei.csr.engines.webhooks.WebhookSource;

/** Addresses at which systems of others tell a company something. */
@Tag(name = "webhooks")
@Requires(Permission.WEBHOOKS_MANAGE)
@RestController
@RequestMapping(WebhookEndpointsController.PATH)
final class WebhookEndpointsController {
  static final String PATH = "/v1/webhooks/endpoints";

  private static final int SHORTEST_SECRET = 16;
  private static final int LONGEST_SECRET = 200;

  private final WebhookEndpoints endpoints;

  WebhookEndpointsController(WebhookEndpoints endpoints) {
    this.endpoints = endpoints;
  }

  /** Not shown by {@link #toString()}. */
  @Schema(name = "NewWebhookEndpoint")
  record NewEndpoint(
      @Schema(example = "benevity") @NotNull WebhookSource source,
      @Schema(example = "Benevity, production") @NotBlank @Size(max = 200) String name,
      @Schema(
              description = "What the source signs with, where it chose that itself.",
              example = "chosen-by-the-other-side")
          @Size(min = SHORTEST_SECRET, max = LONGEST_SECRET)
          @Nullable String secret) {

    @Override
    public String toString() {
      return "NewEndpoint[]";
    }
  }

  /** Not shown by {@link #toString()}. */
  @Schema(name = "NewWebhookSecret")
  record NewSecret(
      @Schema(
              description = "What the source signs with, where it chose that itself.",
              example = "chosen-by-the-other-side")
          @Size(min = SHORTEST_SECRET, max = LONGEST_SECRET)
          @Nullable String secret,
      @Schema(
              description = "For how long the secret before stays good; 24 where it is left out.",
              example = "24")
          @Min(0)
          @Max(168)
          @Nullable Integer overlapHours) {

    @Override
    public String toString() {
      return "NewSecret[]";
    }
  }

  /** Not shown by {@link #toString()}. */
  @Schema(name = "IssuedWebhookEndpoint")
  record IssuedEndpoint(
      @JsonUnwrapped WebhookEndpoint endpoint,
      @Schema(
              description = "Shown this once; null where the request brought one.",
              example = "whsec_…")
          @Nullable String secret) {

    @Override
    public String toString() {
      return "IssuedEndpoint[]";
    }
  }

  /** Not shown by {@link #toString()}. */
  @Schema(name = "RotatedWebhookSecret")
  record RotatedSecret(
      @Schema(
              description = "Shown this once; null where the request brought one.",
              example = "whsec_…")
          @Nullable String secret,
      @Schema(description = "Until then the secret before is good too.")
          Instant previousSecretUntil) {

    @Override
    public String toString() {
      return "RotatedSecret[]";
    }
  }

  @Operation(summary = "Endpoints for webhooks, the newest first")
  @GetMapping(produces = "application/json")
  Page<WebhookEndpoint> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return endpoints.list(new Page.Range(page, pageSize));
  }

  @Operation(summary = "One endpoint")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<WebhookEndpoint> get(@PathVariable UUID id) {
    return endpoints.get(id).answer();
  }

  @Operation(
      summary = "Make an address for webhooks",
      description =
          "The source posts to the address that is answered and signs with the secret. A secret that is made here is in this answer and nowhere else; a repetition with the same Idempotency-Key is answered with 409 and the Location of the endpoint.")
  @ApiResponse(
      responseCode = "201",
      description = "Made; Location is the endpoint",
      content = @Content(schema = @Schema(implementation = IssuedEndpoint.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> create(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody NewEndpoint request) {
    return endpoints.create(request, key);
  }

  @Operation(
      summary = "Change the secret",
      description =
          "The new one is good from now on, and for a while the one before too: the source may change over at any moment of it. A secret that is made here is in this answer and nowhere else.")
  @ApiResponse(
      responseCode = "201",
      description = "Changed; Location is the endpoint",
      content = @Content(schema = @Schema(implementation = RotatedSecret.class)))
  @PostMapping(path = "/{id}/secret", produces = "application/json")
  ResponseEntity<byte[]> rotate(
      @PathVariable UUID id,
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody NewSecret request) {
    return endpoints.rotate(id, request, key);
  }

  @Operation(
      summary = "Remove an endpoint",
      description = "Its address leads nowhere from then on, and what came in there is removed.")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable UUID id) {
    endpoints.delete(id);
  }
}
