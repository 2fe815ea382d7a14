package org.teei.csr.api.identity.clients;

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
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
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
import org.teei.csr.api.shared.EntityTags;
import org.teei.csr.api.shared.Page;

/** Keys that machines of a company send as {@code Authorization: Bearer teei_live_…}. */
@Tag(name = "identity")
@Requires(Permission.APIKEYS_MANAGE)
@RestController
@RequestMapping(ApiKeysController.PATH)
final class ApiKeysController {
  static final String PATH = "/v1/admin/api-keys";

  private final ApiKeys keys;
  private final EntityTags tags;

  ApiKeysController(ApiKeys keys, EntityTags tags) {
    this.keys = keys;
    this.tags = tags;
  }

  /** A key without its secret, of which only the beginning is known. */
  record ApiKey(
      UUID id,
      @Schema(example = "Nightly export") String name,
      @Schema(example = "teei_live_Zx3k") String prefix,
      @Schema(example = "[\"imports:read\"]") List<String> scopes,
      @Nullable Integer requestsPerMinute,
      Instant createdAt,
      String createdBy,
      Instant expiresAt,
      @Nullable Instant lastUsedAt,
      @Nullable Instant revokedAt) {}

  /** Not shown by {@link #toString()}. */
  record IssuedApiKey(
      @JsonUnwrapped ApiKey key,
      @Schema(description = "Shown this once.", example = "teei_live_…") String secret) {

    @Override
    public String toString() {
      return "IssuedApiKey[]";
    }
  }

  record NewApiKey(
      @Schema(example = "Nightly export") @NotBlank @Size(max = 200) String name,
      @Schema(example = "[\"imports:read\"]") @NotEmpty @Size(max = 40)
          List<@NotNull String> scopes,
      @Schema(description = "90 where it is left out.", example = "90") @Min(1) @Max(366)
          @Nullable Integer expiresInDays,
      @Schema(description = "The limit of all principals where it is left out.", example = "60")
          @Min(1)
          @Max(1_000)
          @Nullable Integer requestsPerMinute) {}

  @Operation(summary = "Keys, the newest first; revoked and expired ones too")
  @GetMapping(produces = "application/json")
  Page<ApiKey> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return keys.list(new Page.Range(page, pageSize));
  }

  @Operation(summary = "One key; when it was used last is right to a minute")
  @GetMapping(path = "/{id}", produces = "application/json")
  ResponseEntity<ApiKey> get(@PathVariable UUID id) {
    return tags.answer(keys.get(id));
  }

  @Operation(
      summary = "Make a key",
      description =
          "The secret is in this answer and nowhere else. A repetition with the same Idempotency-Key is answered with 409 and the Location of the key.")
  @ApiResponse(
      responseCode = "201",
      description = "Made; Location is the key",
      content = @Content(schema = @Schema(implementation = IssuedApiKey.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> create(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody NewApiKey request) {
    return keys.create(request, key);
  }

  @Operation(
      summary = "Revoke a key",
      description =
          "From the next request on it is refused. Revoking one that is revoked changes nothing.")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable UUID id) {
    keys.revoke(id);
  }
}
