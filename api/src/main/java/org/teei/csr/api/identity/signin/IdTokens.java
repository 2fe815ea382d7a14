package org.teei.csr.api.identity.signin;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Checks what providers say about who has signed in (OpenID Connect Core, section 3.1.3.7): signed
 * by the provider's key, which is asked for as {@link ProviderRequests} does, by it, for us, now.
 */
final class IdTokens implements JwtDecoderFactory<ClientRegistration> {
  private record Known(ClientRegistration registration, JwtDecoder decoder) {}

  private final Providers providers;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  IdTokens(Providers providers) {
    this.providers = providers;
  }

  /** One for a provider as long as it is described the same, as it remembers the keys. */
  @Override
  public JwtDecoder createDecoder(ClientRegistration registration) {
    return known.compute(
            registration.getRegistrationId(),
            (id, before) ->
                before != null && before.registration == registration
                    ? before
                    : new Known(registration, decoder(registration)))
        .decoder;
  }

  private JwtDecoder decoder(ClientRegistration registration) {
    var provider = providers.find(registration.getRegistrationId()).orElseThrow();
    var decoder =
        NimbusJwtDecoder.withJwkSetUri(
                Objects.requireNonNull(registration.getProviderDetails().getJwkSetUri()))
            .jwsAlgorithms(algorithms -> {
              algorithms.add(SignatureAlgorithm.RS256);
              algorithms.add(SignatureAlgorithm.ES256);
            })
            .restOperations(providers.requests(provider).keys())
            .build();
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            new JwtTimestampValidator(), new OidcIdTokenValidator(registration)));
    decoder.setClaimSetConverter(
        new ClaimTypeConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
    return decoder;
  }
}
