package org.teei.csr.api.identity.clients;

import static org.teei.csr.schema.jooq.Tables.SERVICE_TOKEN_USES;

import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.SignedIn;
import org.teei.csr.api.identity.clients.Services.Service;
import org.teei.csr.schema.identity.ServiceTokens;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Lets in a service that sends a token of its own, told from an access token by its {@code typ}:
 * signed by a key that the settings give to this very service, for this API alone, and not used
 * before. What the service may see and do stands in the settings, not in the token.
 */
@Component
final class ServiceTokenProvider implements AuthenticationProvider {
  private static final String AUDIENCE = "csr-api";
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final Services services;
  private final Tenancy tenancy;
  private final JwtDecoder decoder;

  ServiceTokenProvider(Services services, Tenancy tenancy) {
    this.services = services;
    this.tenancy = tenancy;
    this.decoder = decoder(services);
  }

  private static JwtDecoder decoder(Services services) {
    var decoder =
        NimbusJwtDecoder.withJwkSource(new ImmutableJWKSet<SecurityContext>(services.keys()))
            .jwtProcessorCustomizer(
                processor -> processor.setJWSTypeVerifier((type, context) -> {}))
            .build();
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            new JwtTypeValidator(ServiceTokens.TYPE), new JwtTimestampValidator(SKEW)));
    return decoder;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return BearerTokenAuthenticationToken.class.isAssignableFrom(authentication);
  }

  /** Null for what is no service token. */
  @Override
  public @Nullable Authentication authenticate(Authentication authentication) {
    var token = ((BearerTokenAuthenticationToken) authentication).getToken();
    return ofService(token)
        ? signIn(token)
            .orElseThrow(() -> new InvalidBearerTokenException("The token is not valid here"))
        : null;
  }

  private static boolean ofService(String token) {
    try {
      var type = JWTParser.parse(token).getHeader().getType();
      return type != null && type.getType().equals(ServiceTokens.TYPE);
    } catch (ParseException e) {
      return false;
    }
  }

  private Optional<Authentication> signIn(String token) {
    try {
      var read = decoder.decode(token);
      return services
          .find(read.getClaimAsString("iss"))
          .filter(service -> sound(read, service))
          .filter(service -> use(read, service))
          .map(service -> new SignedIn(service.principal(), () -> lasts(read)));
    } catch (JwtException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean sound(Jwt token, Service service) {
    var issued = token.getIssuedAt();
    var ends = token.getExpiresAt();
    return service.keyIds().contains(String.valueOf(token.getHeaders().get("kid")))
        && List.of(AUDIENCE).equals(token.getAudience())
        && Objects.equals(token.getClaimAsString("iss"), token.getSubject())
        && token.getId() != null
        && issued != null
        && ends != null
        && !issued.isAfter(Instant.now().plus(SKEW))
        && !ends.isAfter(issued.plus(ServiceTokens.LONGEST_LIFE));
  }

  /** Each is good for one call, which may go on until it ends. */
  private static boolean lasts(Jwt token) {
    return Instant.now().isBefore(Objects.requireNonNull(token.getExpiresAt()));
  }

  /** Whether this is the first time that the token is seen. */
  private boolean use(Jwt token, Service service) {
    var tenant = service.principal().tenant();
    var id = UUID.fromString(token.getId());
    return tenancy.write(
            tenant,
            db ->
                db.insertInto(SERVICE_TOKEN_USES)
                    .set(SERVICE_TOKEN_USES.TENANT_ID, tenant)
                    .set(SERVICE_TOKEN_USES.SERVICE, token.getSubject())
                    .set(SERVICE_TOKEN_USES.TOKEN_ID, id)
                    .set(SERVICE_TOKEN_USES.EXPIRES_AT, token.getExpiresAt())
                    .onConflictDoNothing()
                    .execute())
        == 1;
  }
}
