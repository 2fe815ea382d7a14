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

/** Machines of a company that get access tokens by client credentials (RFC 6749, section 4.4). */
@Tag(name = "identity")
@Requires(Permission.APIKEYS_MANAGE)
@RestController
@RequestMapping(ClientsController.PATH)
final class ClientsController {
  static final String PATH = "/v1/admin/clients";

  private final Clients clients;
  private final EntityTags tags;

  ClientsController(Clients clients, EntityTags tags) {
    this.clients = clients;
    this.tags = tags;
  }

  /** A client without its secret. */
  @Schema(name = "OAuthClient")
  record Client(
      @Schema(example = "client-0198c0de-0000-7000-8000-000000000000") String clientId,
      @Schema(example = "Learning platform") String name,
      @Schema(example = "[\"imports:write\"]") List<String> scopes,
      Instant createdAt,
      String createdBy,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt) {}

  /** Not shown by {@link #toString()}. */
  @Schema(name = "IssuedOAuthClient")
  record IssuedClient(
      @JsonUnwrapped Client client,
      @Schema(description = "Shown this once.", example = "teei_client_…") String clientSecret) {

    @Override
    public String toString() {
      return "IssuedClient[]";
    }
  }

  @Schema(name = "NewOAuthClient")
  record NewClient(
      @Schema(example = "Learning platform") @NotBlank @Size(max = 200) String name,
      @Schema(example = "[\"imports:write\"]") @NotEmpty @Size(max = 40)
          List<@NotNull String> scopes,
      @Schema(description = "Does not expire where it is left out.", example = "366")
          @Min(1)
          @Max(3_660)
          @Nullable Integer expiresInDays) {}

  @Operation(summary = "Clients, the newest first; revoked and expired ones too")
  @GetMapping(produces = "application/json")
  Page<Client> list(
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return clients.list(new Page.Range(page, pageSize));
  }

  @Operation(summary = "One client")
  @GetMapping(path = "/{clientId}", produces = "application/json")
  ResponseEntity<Client> get(@PathVariable String clientId) {
    return tags.answer(clients.get(clientId));
  }

  @Operation(
      summary = "Make a client",
      description =
          "The secret is in this answer and nowhere else. A repetition with the same Idempotency-Key is answered with 409 and the Location of the client.")
  @ApiResponse(
      responseCode = "201",
      description = "Made; Location is the client",
      content = @Content(schema = @Schema(implementation = IssuedClient.class)))
  @PostMapping(produces = "application/json")
  ResponseEntity<byte[]> create(
      @RequestHeader(name = IdempotentRequests.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody NewClient request) {
    return clients.create(request, key);
  }

  @Operation(
      summary = "Revoke a client and the access tokens that it has",
      description = "Revoking one that is revoked changes nothing.")
  @DeleteMapping("/{clientId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable String clientId) {
    clients.revoke(clientId);
  }
}
