package org.teei.csr.api.identity.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.teei.csr.api.identity.Grant;
import org.teei.csr.api.identity.LoginClient;
import org.teei.csr.api.identity.members.People;

/** Makes codes and refresh tokens, which name the tenant that they are for. */
final class SecretGenerators {
  private SecretGenerators() {}

  /**
   * Chooses the tenant of a sign-in with its code: the one asked for by {@code tenant}, if the
   * person is a member there and their provider speaks for it, or the only one.
   */
  record Codes(People people) implements OAuth2TokenGenerator<OAuth2AuthorizationCode> {

    @Override
    public OAuth2AuthorizationCode generate(OAuth2TokenContext context) {
      OAuth2AuthorizationCodeRequestAuthenticationToken request =
          Objects.requireNonNull(context.getAuthorizationGrant());
      Authentication browser = Objects.requireNonNull(context.getPrincipal());
      var person = (Person) Objects.requireNonNull(browser.getPrincipal());
      if (request.getRedirectUri() == null) {
        throw refused(OAuth2ErrorCodes.INVALID_REQUEST, "redirect_uri is needed.", request);
      }
      var tenant = tenant(person, request);
      var now = Instant.now();
      return new OAuth2AuthorizationCode(
          TenantSecret.fresh(tenant), now, now.plus(LoginClient.CODE_LIFE));
    }

    private String tenant(
        Person person, OAuth2AuthorizationCodeRequestAuthenticationToken request) {
      var tenants = people.tenants(person.principal(), person.speaksFor());
      var wanted = request.getAdditionalParameters().get("tenant");
      if (wanted == null && tenants.size() > 1) {
        throw refused(
            OAuth2ErrorCodes.INVALID_REQUEST, "Say with tenant= for which company.", request);
      }
      return tenants.stream()
          .filter(tenant -> wanted == null || wanted.equals(tenant))
          .findFirst()
          .orElseThrow(() ->
              refused(OAuth2ErrorCodes.ACCESS_DENIED, "Not a member of this company.", request));
    }

    private static OAuth2AuthorizationCodeRequestAuthenticationException refused(
        String code, String sentence, OAuth2AuthorizationCodeRequestAuthenticationToken request) {
      return new OAuth2AuthorizationCodeRequestAuthenticationException(
          new OAuth2Error(code, sentence, null), request);
    }
  }

  /** Spring gives none to public clients; here each is used once, so that theft is noticed. */
  static final class RefreshTokens implements OAuth2TokenGenerator<OAuth2RefreshToken> {

    @Override
    public @Nullable OAuth2RefreshToken generate(OAuth2TokenContext context) {
      if (!OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType())) {
        return null;
      }
      Authentication person = Objects.requireNonNull(context.getPrincipal());
      var grant = (Grant) Objects.requireNonNull(person.getPrincipal());
      var now = Instant.now();
      Duration life = context.getRegisteredClient().getTokenSettings().getRefreshTokenTimeToLive();
      return new OAuth2RefreshToken(TenantSecret.fresh(grant.tenant()), now, now.plus(life));
    }
  }
}
