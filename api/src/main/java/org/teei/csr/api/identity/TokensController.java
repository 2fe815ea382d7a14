package org.teei.csr.api.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.shared.Page;

/** Access tokens that are out: who has one, and how it is taken back. */
@Tag(name = "identity")
@Requires(Permission.MEMBERS_MANAGE)
@RestController
@RequestMapping(TokensController.PATH)
final class TokensController {
  static final String PATH = "/v1/admin/tokens";

  private final IssuedTokens tokens;

  TokensController(IssuedTokens tokens) {
    this.tokens = tokens;
  }

  /** A token that has not ended; the token itself is not kept. */
  @Schema(name = "AccessToken")
  record IssuedToken(
      UUID id,
      @Schema(example = "demo") String tenant,
      @Schema(example = "csr-cli") String clientId,
      String subject,
      @Schema(example = "[\"company_admin\"]") List<String> roles,
      Instant issuedAt,
      Instant expiresAt,
      @Nullable Instant revokedAt) {}

  @Operation(
      summary = "Access tokens that have not ended, the newest first",
      description =
          "Those of one's own tenant; the platform's staff see those of all, or of the one they name.")
  @GetMapping(produces = "application/json")
  Page<IssuedToken> list(
      @RequestParam(required = false) @Size(max = 40) @Nullable String tenant,
      @RequestParam(defaultValue = "1") @Min(1) @Max(1_000_000) int page,
      @RequestParam(name = "page_size", defaultValue = "20") @Min(1) @Max(100) int pageSize) {
    return tokens.list(tenant, new Page.Range(page, pageSize));
  }

  @Operation(
      summary = "Revoke an access token",
      description =
          "From the next request on it is refused. Revoking one that is revoked changes nothing.")
  @DeleteMapping("/{tokenId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable UUID tokenId) {
    tokens.revoke(tokenId);
  }
}
