package org.teei.csr.api.identity.signin;

import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.session.MapSession;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.teei.csr.api.identity.IssuedTokens;
import org.teei.csr.api.identity.StepUp;
import org.teei.csr.api.identity.TokensOfPeople;
import org.teei.csr.api.identity.members.People;
import org.teei.csr.api.problems.Problems;
import org.teei.csr.api.shared.PlatformSettings;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SignInSettings.class)
class SignInConfiguration {
  private static final String COOKIE = "csr-session";

  @Bean
  Providers providers(
      SignInSettings settings,
      SystemView system,
      TenantKeys keys,
      AuthorizationServerSettings server,
      PlatformSettings platform) {
    return new Providers(
        settings, system, keys, Objects.requireNonNull(server.getIssuer()), platform.development());
  }

  @Bean
  IdTokens idTokens(Providers providers) {
    return new IdTokens(providers);
  }

  @Bean
  SignIns signIns(Tenancy tenancy) {
    return new SignIns(tenancy);
  }

  @Bean
  Authorizations authorizations(
      SignIns signIns,
      IssuedTokens issued,
      People people,
      RegisteredClientRepository clients,
      JwtDecoder decoder) {
    return new Authorizations(signIns, issued, people, clients, decoder);
  }

  @Bean
  OAuth2TokenGenerator<? extends OAuth2Token> tokenGenerator(
      JwtEncoder encoder, OAuth2TokenCustomizer<JwtEncodingContext> accessTokens) {
    var jwts = new JwtGenerator(encoder);
    jwts.setJwtCustomizer(accessTokens);
    return new DelegatingOAuth2TokenGenerator(jwts, new SecretGenerators.RefreshTokens());
  }

  @Bean
  TokensOfPeople tokensOfPeople(Authorizations authorizations, RegisteredClientRepository clients) {
    var publicClients = new PublicClients(clients);
    return server ->
        server
            .authorizationService(authorizations)
            .authorizationServerMetadataEndpoint(endpoint ->
                endpoint.authorizationServerMetadataCustomizer(
                    metadata -> metadata.claim("acr_values_supported", List.of(StepUp.ACR))))
            .clientAuthentication(client ->
                client
                    .authenticationConverter(publicClients)
                    .authenticationProvider(publicClients));
  }

  @Bean
  Refusals refusals(Problems problems) {
    return new Refusals(problems);
  }

  @Bean
  Beginnings beginnings(Providers providers, Refusals refusals) {
    return new Beginnings(providers, refusals);
  }

  /**
   * Sessions for the addresses of browsers only: no route has any. Their cookie cannot be set by
   * another name of the same site where this API is reached by https.
   */
  @Bean
  FilterRegistrationBean<SessionRepositoryFilter<MapSession>> browserSessions(
      Tenancy tenancy, TenantKeys keys, AuthorizationServerSettings server) {
    var encrypted = Objects.requireNonNull(server.getIssuer()).startsWith("https:");
    var cookie = new DefaultCookieSerializer();
    cookie.setCookieName(encrypted ? "__Host-" + COOKIE : COOKIE);
    cookie.setUseSecureCookie(encrypted);
    cookie.setUseHttpOnlyCookie(true);
    cookie.setSameSite("Lax");
    cookie.setCookiePath("/");
    var resolver = new CookieHttpSessionIdResolver();
    resolver.setCookieSerializer(cookie);
    var filter = new SessionRepositoryFilter<>(new BrowserSessions(tenancy, keys));
    filter.setHttpSessionIdResolver(resolver);
    var registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER);
    registration.addUrlPatterns("/auth/*", Beginnings.AUTHORIZE);
    return registration;
  }
}
