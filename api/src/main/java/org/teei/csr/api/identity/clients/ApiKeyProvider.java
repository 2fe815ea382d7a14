package org.teei.csr.api.identity.clients;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.Principal;
import org.teei.csr.api.identity.Role;
import org.teei.csr.api.identity.SignedIn;
import org.teei.csr.schema.jooq.tables.records.ApiKeysRecord;

/** Lets in who sends an API key where others send an access token. */
@Component
final class ApiKeyProvider implements AuthenticationProvider {
  private final ApiKeys keys;

  ApiKeyProvider(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
  }

  /** Null for what is no API key and may be a token. */
  @Override
  public @Nullable Authentication authenticate(Authentication authentication) {
    var token = ((BearerTokenAuthenticationToken) authentication).getToken();
    return token.startsWith(MachineSecret.API_KEY)
        ? keys.use(token)
            .map(key -> new SignedIn(principal(key), () -> keys.valid(key)))
            .orElseThrow(() -> new InvalidBearerTokenException("The key is not valid here"))
        : null;
  }

  private static Principal principal(ApiKeysRecord key) {
    return new Principal(
        key.getTenantId(),
        "api-key-" + key.getKeyId(),
        Role.API_CLIENT.spelling(),
        Scopes.permissions(key.getScopes()),
        key.getRequestsPerMinute() == null
            ? OptionalInt.empty()
            : OptionalInt.of(key.getRequestsPerMinute()));
  }
}
