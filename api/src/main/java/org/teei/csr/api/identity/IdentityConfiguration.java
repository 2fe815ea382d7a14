package org.teei.csr.api.identity;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.teei.csr.api.problems.ProblemCatalogue;
import org.teei.csr.api.shared.PlatformSettings;
import org.teei.csr.api.shared.StartRefused;
import org.teei.csr.schema.identity.SigningKeys;
import org.teei.csr.schema.personaldata.Kms;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {
  /** Clocks of other machines may differ this much from ours. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  @Bean
  ProblemCatalogue.Contribution identityProblems() {
    return () -> List.of(IdentityProblem.values());
  }

  @Bean
  SigningKeys signingKeys(Tenancy tenancy, Kms kms) {
    return new SigningKeys(tenancy, kms, RegisteredClients.TOKEN_LIFE.plus(SKEW));
  }

  @Bean
  Keyring keyring(SigningKeys keys) {
    return new Keyring(keys);
  }

  @Bean
  RegisteredClientRepository registeredClients(
      IdentitySettings identity, PlatformSettings platform, SystemView system) {
    return new RegisteredClients(system, developmentClient(identity, platform, system));
  }

  private static @Nullable RegisteredClient developmentClient(
      IdentitySettings identity, PlatformSettings platform, SystemView system) {
    if (platform.development()) {
      identity
          .developmentTenants()
          .forEach(tenant -> system.addTenant(tenant, "Company " + tenant));
    } else if (!identity.developmentSecret().isBlank()
        || !identity.developmentTenants().isEmpty()) {
      throw new StartRefused(
          "CSR_ENVIRONMENT is production, but CSR_IDENTITY_DEVELOPMENT_SECRET or"
              + " CSR_IDENTITY_DEVELOPMENT_TENANTS is set, which lets in anybody who knows it: the"
              + " API does not start.");
    }
    return identity.developmentSecret().isBlank()
        ? null
        : DevelopmentClient.of(identity.developmentSecret());
  }

  @Bean
  AuthorizationServerSettings authorizationServerSettings(IdentitySettings identity) {
    return AuthorizationServerSettings.builder()
        .issuer(identity.issuer())
        .jwkSetEndpoint("/.well-known/jwks.json")
        .build();
  }

  @Bean
  AccessTokens accessTokens() {
    return new AccessTokens();
  }

  @Bean
  IssuedTokens issuedTokens(Tenancy tenancy, Reach reach, AuditTrail trail) {
    return new IssuedTokens(tenancy, reach, trail);
  }

  @Bean
  JwtEncoder jwtEncoder(Keyring keyring) {
    var encoder = new NimbusJwtEncoder(keyring);
    encoder.setJwkSelector(fitting -> keyring.signing());
    return encoder;
  }

  /**
   * Accepts what this server issued as an access token for this API, and what it has not revoked.
   */
  @Bean
  JwtDecoder jwtDecoder(
      IdentitySettings identity, JWKSource<SecurityContext> keyring, IssuedTokens issued) {
    var decoder =
        NimbusJwtDecoder.withJwkSource(keyring)
            .jwtProcessorCustomizer(
                processor -> processor.setJWSTypeVerifier((type, context) -> {}))
            .build();
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            new JwtTypeValidator(AccessTokens.TYPE),
            new JwtTimestampValidator(SKEW),
            new JwtIssuerValidator(identity.issuer()),
            new AccessTokenValidator(issued)));
    return decoder;
  }
}
