package org.teei.csr.api.identity.signin;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * Who has signed in with a browser: all that its session holds. What the provider said about them
 * is not kept.
 *
 * @param speaksFor the company whose provider identified them, where alone it is believed; {@code
 *     platform} for all
 */
public record Person(UUID principal, String speaksFor, Instant authenticatedAt)
    implements OidcUser, Serializable {

  @Override
  public String getName() {
    return principal.toString();
  }

  @Override
  public Map<String, Object> getAttributes() {
    return Map.of();
  }

  @Override
  public Map<String, Object> getClaims() {
    return Map.of();
  }

  @Override
  public List<GrantedAuthority> getAuthorities() {
    return List.of();
  }

  @Override
  public @Nullable OidcUserInfo getUserInfo() {
    return null;
  }

  @Override
  public OidcIdToken getIdToken() {
    throw new UnsupportedOperationException("Tokens of providers are not kept");
  }
}
