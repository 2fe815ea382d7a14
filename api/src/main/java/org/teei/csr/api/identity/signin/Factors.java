package org.teei.csr.api.identity.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * Passkeys that a browser has shown, each for the company in which it counts: Spring's authority of
 * a factor, with the name of the tenant.
 */
public final class Factors {
  private Factors() {}

  /** When a passkey was last shown for a company; null if never. */
  public static @Nullable Instant shownAt(Authentication browser, String tenant) {
    return browser.getAuthorities().stream()
        .filter(authority -> name(tenant).equals(authority.getAuthority()))
        .map(authority -> ((FactorGrantedAuthority) authority).getIssuedAt())
        .findFirst()
        .orElse(null);
  }

  /** Remembers in the session, under a new id, that one was shown now. */
  public static void show(
      HttpServletRequest request,
      HttpServletResponse response,
      OAuth2AuthenticationToken browser,
      String tenant) {
    var authorities = new ArrayList<GrantedAuthority>(browser.getAuthorities());
    authorities.removeIf(authority -> name(tenant).equals(authority.getAuthority()));
    authorities.add(
        FactorGrantedAuthority.withAuthority(name(tenant)).issuedAt(Instant.now()).build());
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        new OAuth2AuthenticationToken(
            Objects.requireNonNull(browser.getPrincipal()),
            authorities,
            browser.getAuthorizedClientRegistrationId()));
    request.changeSessionId();
    new HttpSessionSecurityContextRepository().saveContext(context, request, response);
  }

  private static String name(String tenant) {
    return FactorGrantedAuthority.WEBAUTHN_AUTHORITY + "_" + tenant;
  }
}
