package org.teei.csr.api.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.identity.SigningKeys;
import org.teei.csr.schema.tenancy.Tenancy;

/** The keys that sign access tokens. */
@Tag(name = "identity")
@RestController
final class KeysController {
  private final Keyring keyring;
  private final SigningKeys keys;
  private final Tenancy tenancy;
  private final AuditTrail trail;

  KeysController(Keyring keyring, SigningKeys keys, Tenancy tenancy, AuditTrail trail) {
    this.keyring = keyring;
    this.keys = keys;
    this.tenancy = tenancy;
    this.trail = trail;
  }

  /** The key that signs from now on. */
  record Rotated(@Schema(example = "01a1fce8-8d96-71cc-89a3-f33f63d8a361") String keyId) {}

  @Operation(summary = "Public keys of access tokens (RFC 7517), as at /.well-known/jwks.json")
  @GetMapping(path = "/auth/jwks", produces = "application/json")
  Map<String, Object> jwks() {
    return keyring.published().toJSONObject();
  }

  @Operation(
      summary = "Sign with the next key from now on",
      description =
          "Tokens of the key before are valid until they end. Keys to verify with should be read at least every quarter of an hour, or when a token names one that is not known.")
  @Requires(Permission.KEYS_ROTATE)
  @PostMapping(path = "/v1/admin/keys/rotate", produces = "application/json")
  Rotated rotate() {
    var active =
        tenancy.write(
            SigningKeys.PLATFORM,
            db -> {
              var rotated = keys.rotate(db);
              Audit.append(db, trail.entry("identity.rotate-keys", "signing-key", rotated));
              return rotated;
            });
    keyring.forget();
    return new Rotated(active);
  }
}
