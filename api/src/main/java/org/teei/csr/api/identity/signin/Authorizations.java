package org.teei.csr.api.identity.signin;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.teei.csr.api.identity.Grant;
import org.teei.csr.api.identity.IssuedTokens;
import org.teei.csr.api.identity.Role;
import org.teei.csr.api.identity.members.People;
import org.teei.csr.api.identity.signin.SignIns.Shown;
import org.teei.csr.schema.jooq.tables.records.SignInsRecord;
import org.teei.csr.schema.shared.Ids;

/**
 * What Spring's authorization server remembers between its requests. Machines leave a note of each
 * access token only. People begin with a code and go on with refresh tokens, each of which is used
 * once; their roles are read anew each time.
 */
final class Authorizations implements OAuth2AuthorizationService {
  private static final String SHOWN = Shown.class.getName();

  private final SignIns signIns;
  private final IssuedTokens issued;
  private final People people;
  private final RegisteredClientRepository clients;
  private final JwtDecoder decoder;

  /**
   * @param decoder accepts the access tokens of ours that are valid
   */
  Authorizations(
      SignIns signIns,
      IssuedTokens issued,
      People people,
      RegisteredClientRepository clients,
      JwtDecoder decoder) {
    this.signIns = signIns;
    this.issued = issued;
    this.people = people;
    this.clients = clients;
    this.decoder = decoder;
  }

  @Override
  public void save(OAuth2Authorization authorization) {
    Shown shown = authorization.getAttribute(SHOWN);
    var accessToken = authorization.getAccessToken();
    if (accessToken != null && accessToken.isInvalidated()) {
      issued.giveBack(authorization);
    } else if (authorization
        .getAuthorizationGrantType()
        .equals(AuthorizationGrantType.CLIENT_CREDENTIALS)) {
      issued.record(authorization);
    } else if (shown == null) {
      signIns.begin(begun(authorization));
    } else if (accessToken == null) {
      signIns.end(shown.signIn(), "revoked");
    } else {
      var refreshToken = Objects.requireNonNull(authorization.getRefreshToken()).getToken();
      signIns.goOn(
          shown,
          roles(grant(authorization)),
          refreshToken.getTokenValue(),
          db -> issued.record(db, authorization, shown.signIn().getSignInId()));
    }
  }

  /** Finds codes and refresh tokens, and the access tokens that are given back. */
  @Override
  public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
    return TenantSecret.of(token)
        .flatMap(secret -> shown(secret, type))
        .flatMap(shown -> authorization(token, shown))
        .or(() -> type == null ? ofAccessToken(token) : Optional.empty())
        .orElse(null);
  }

  private Optional<OAuth2Authorization> ofAccessToken(String token) {
    try {
      var jwt = decoder.decode(token);
      return issued
          .client(jwt)
          .flatMap(client -> Optional.ofNullable(clients.findByClientId(client)))
          .map(client ->
              OAuth2Authorization.withRegisteredClient(client)
                  .id(Objects.requireNonNull(jwt.getId()))
                  .principalName(Objects.requireNonNull(jwt.getSubject()))
                  .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                  .token(
                      new OAuth2AccessToken(
                          OAuth2AccessToken.TokenType.BEARER,
                          token,
                          jwt.getIssuedAt(),
                          jwt.getExpiresAt()),
                      metadata ->
                          metadata.put(
                              OAuth2Authorization.Token.CLAIMS_METADATA_NAME, jwt.getClaims()))
                  .build());
    } catch (JwtException notValid) {
      return Optional.empty();
    }
  }

  private Optional<Shown> shown(TenantSecret secret, @Nullable OAuth2TokenType type) {
    if (type == null || type.equals(OAuth2TokenType.REFRESH_TOKEN)) {
      return signIns.byRefreshToken(secret);
    }
    return type.getValue().equals(OAuth2ParameterNames.CODE)
        ? signIns.byCode(secret)
        : Optional.empty();
  }

  @Override
  public void remove(OAuth2Authorization authorization) {
    throw new UnsupportedOperationException("Sign-ins end by themselves or are revoked");
  }

  @Override
  public @Nullable OAuth2Authorization findById(String id) {
    return null;
  }

  private Optional<OAuth2Authorization> authorization(String token, Shown shown) {
    var signIn = shown.signIn();
    var roles = people.roles(signIn.getPrincipalId(), signIn.getTenantId());
    if (roles.isEmpty()) {
      signIns.end(signIn, "no-member");
      return Optional.empty();
    }
    var client = Objects.requireNonNull(clients.findByClientId(signIn.getClientId()));
    var subject = signIn.getPrincipalId().toString();
    var authorization =
        OAuth2Authorization.withRegisteredClient(client)
            .id(signIn.getSignInId().toString())
            .principalName(subject)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .attribute(SHOWN, shown)
            .attribute(
                Principal.class.getName(),
                UsernamePasswordAuthenticationToken.authenticated(
                    grant(signIn, roles), null, List.of()))
            .attribute(OAuth2AuthorizationRequest.class.getName(), request(signIn));
    var created = signIn.getCreatedAt();
    return Optional.of(
        shown.code()
            ? authorization
                .token(new OAuth2AuthorizationCode(token, created, signIn.getExpiresAt()))
                .build()
            : authorization
                .refreshToken(new OAuth2RefreshToken(token, created, signIn.getExpiresAt()))
                .build());
  }

  private static OAuth2AuthorizationRequest request(SignInsRecord signIn) {
    return OAuth2AuthorizationRequest.authorizationCode()
        .authorizationUri("/oauth2/authorize")
        .clientId(signIn.getClientId())
        .redirectUri(signIn.getRedirectUri())
        .additionalParameters(
            Map.of(
                PkceParameterNames.CODE_CHALLENGE,
                signIn.getCodeChallenge(),
                PkceParameterNames.CODE_CHALLENGE_METHOD,
                "S256"))
        .build();
  }

  private static SignInsRecord begun(OAuth2Authorization authorization) {
    var code =
        Objects.requireNonNull(authorization.getToken(OAuth2AuthorizationCode.class)).getToken();
    OAuth2AuthorizationRequest request =
        Objects.requireNonNull(
            authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()));
    OAuth2AuthenticationToken browser =
        Objects.requireNonNull(authorization.getAttribute(Principal.class.getName()));
    var person = (Person) Objects.requireNonNull(browser.getPrincipal());
    var secret = TenantSecret.of(code.getTokenValue()).orElseThrow();
    var signIn = new SignInsRecord();
    signIn.setTenantId(secret.tenant());
    signIn.setSignInId(Ids.next());
    signIn.setPrincipalId(person.principal());
    signIn.setClientId(request.getClientId());
    signIn.setRegistrationId(browser.getAuthorizedClientRegistrationId());
    signIn.setRedirectUri(Objects.requireNonNull(request.getRedirectUri()));
    signIn.setCodeChallenge(
        String.valueOf(request.getAdditionalParameters().get(PkceParameterNames.CODE_CHALLENGE)));
    signIn.setCodeDigest(secret.digest());
    signIn.setAuthenticatedAt(person.authenticatedAt());
    signIn.setSteppedUpAt(Factors.shownAt(browser, secret.tenant()));
    signIn.setCreatedAt(Instant.now());
    signIn.setExpiresAt(Objects.requireNonNull(code.getExpiresAt()));
    return signIn;
  }

  private static Grant grant(SignInsRecord signIn, Set<Role> roles) {
    var steppedUpAt = signIn.getSteppedUpAt();
    return new Grant(
        signIn.getPrincipalId().toString(),
        signIn.getTenantId(),
        roles,
        steppedUpAt == null ? signIn.getAuthenticatedAt() : steppedUpAt,
        steppedUpAt != null);
  }

  private static Grant grant(OAuth2Authorization authorization) {
    Authentication person =
        Objects.requireNonNull(authorization.getAttribute(Principal.class.getName()));
    return (Grant) Objects.requireNonNull(person.getPrincipal());
  }

  private static String roles(Grant grant) {
    return grant.roles().stream().map(Role::spelling).sorted().collect(Collectors.joining(","));
  }
}
