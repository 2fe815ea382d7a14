package org.teei.csr.api.identity;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentAdmission.Admission;

/** A principal that Spring Security has let in by an access token or what takes its place. */
public final class SignedIn extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1;

  private final transient Principal principal;
  private final transient Admission admission;

  /**
   * @param admission what the principal was let in by
   */
  public SignedIn(Principal principal, Admission admission) {
    super(List.of());
    this.principal = principal;
    this.admission = admission;
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
      return current().getPrincipal();
    }
  }

  /** By what they were let in. */
  @Component
  static final class AdmissionOfThisRequest implements CurrentAdmission {
    @Override
    public Admission get() {
      return current().admission;
    }
  }

  private static SignedIn current() {
    if (SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn) {
      return signedIn;
    }
    throw new IllegalStateException("Nobody is signed in");
  }

  /** What the claims of an access token say; see {@link AccessTokens} for them. */
  static SignedIn of(Jwt token, IssuedTokens issued) {
    var principal = AccessTokens.principal(token);
    var id = UUID.fromString(token.getId());
    var end = requireNonNull(token.getExpiresAt());
    return new SignedIn(
        principal, () -> Instant.now().isBefore(end) && issued.valid(principal.tenant(), id));
  }
}
