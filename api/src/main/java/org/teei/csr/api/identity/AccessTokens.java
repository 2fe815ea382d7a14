package org.teei.csr.api.identity;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * What stands in access tokens (RFC 9068): beside the usual claims {@code tenant} and {@code
 * roles}, for an {@code api_client} {@code scope}, for people {@code auth_time}, and {@code acr}
 * and {@code amr} where they showed a second factor then.
 */
final class AccessTokens implements OAuth2TokenCustomizer<JwtEncodingContext> {
  static final String AUDIENCE = "csr-api";
  static final String TYPE = "at+jwt";
  static final String TENANT = "tenant";
  static final String ROLES = "roles";
  private static final String ACR = "acr";
  private static final String AUTH_TIME = "auth_time";

  @Override
  public void customize(JwtEncodingContext context) {
    if (!OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
      return;
    }
    var grant = Grant.of(context);
    context.getJwsHeader().type(TYPE);
    var claims = context.getClaims();
    if (grant.authenticatedAt() != null) {
      claims.claim(AUTH_TIME, grant.authenticatedAt().getEpochSecond());
    }
    if (grant.steppedUp()) {
      claims.claim(ACR, StepUp.ACR).claim("amr", StepUp.AMR.stream().sorted().toList());
    }
    claims
        .audience(List.of(AUDIENCE))
        .subject(grant.subject())
        .claim(TENANT, grant.tenant())
        .claim(ROLES, grant.roles().stream().map(Role::spelling).sorted().toList());
  }

  /** Roles that this version does not know allow nothing. */
  static Principal principal(Jwt token) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    var names = new TreeSet<>(token.getClaimAsStringList(ROLES));
    for (var name : names) {
      Role.of(name)
          .ifPresent(role ->
              permissions.addAll(role == Role.API_CLIENT ? inScope(token) : role.permissions()));
    }
    return new Principal(
        requireNonNull(token.getClaimAsString(TENANT)),
        requireNonNull(token.getSubject()),
        names.stream().collect(joining(",")),
        permissions,
        OptionalInt.empty(),
        StepUp.ACR.equals(token.getClaimAsString(ACR)) ? token.getClaimAsInstant(AUTH_TIME) : null);
  }

  private static Set<Permission> inScope(Jwt token) {
    var scopes = token.getClaimAsStringList("scope");
    var allowed = new HashSet<>(Role.API_CLIENT.permissions());
    allowed.removeIf(permission -> scopes == null || !scopes.contains(permission.spelling()));
    return allowed;
  }

  static OAuth2AuthenticationException refused(String sentence) {
    return new OAuth2AuthenticationException(
        new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, sentence, null));
  }
}
