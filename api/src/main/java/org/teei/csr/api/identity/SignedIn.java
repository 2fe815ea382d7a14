package org.teei.csr.api.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

/** A principal that Spring Security has let in by an access token or what takes its place. */
public final class SignedIn extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1;

  private final transient Principal principal;

  public SignedIn(Principal principal) {
    super(List.of());
    this.principal = principal;
    setAuthenticated(true);
  }

  @Override
  public Principal getPrincipal() {
    return principal;
  }

  /** The token has been checked and is not kept. */
  @Override
  public String getCredentials() {
    return "";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignedIn signedIn && signedIn.principal.equals(principal);
  }

  @Override
  public int hashCode() {
    return principal.hashCode();
  }

  /** Who is signed in on the thread of the request. */
  @Component
  static final class OfThisRequest implements CurrentPrincipal {
    @Override
    public Principal get() {
      if (SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn) {
        return signedIn.getPrincipal();
      }
      throw new IllegalStateException("Nobody is signed in");
    }
  }

  /** What the claims of an access token say; see {@link AccessTokens} for them. */
  static SignedIn of(Jwt token) {
    return new SignedIn(AccessTokens.principal(token));
  }
}
