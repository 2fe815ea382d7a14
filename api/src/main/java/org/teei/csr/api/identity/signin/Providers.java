package org.teei.csr.api.identity.signin;

import static org.teei.csr.schema.jooq.Tables.SIGN_IN_REGISTRATIONS;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.teei.csr.api.shared.StartRefused;
import org.teei.csr.schema.identity.SigningKeys;
import org.teei.csr.schema.jooq.tables.records.SignInRegistrationsRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.SystemView;

/**
 * The OpenID providers with which people sign in: those of the configuration, then those of
 * companies, which are read at each use. What a provider says about itself is asked again after
 * minutes.
 */
final class Providers implements ClientRegistrationRepository {
  private static final String ENTRA = "https://login.microsoftonline.com/";
  private static final Duration AGE = Duration.ofMinutes(10);

  private record Known(Provider provider, ClientRegistration registration, Instant at) {}

  private final Map<String, Provider> ofInstallation;
  private final SystemView system;
  private final TenantKeys keys;
  private final String publicAddress;
  private final ProviderRequests trusted = ProviderRequests.ofInstallation();
  private final ProviderRequests ofCompanies;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * @param publicAddress of this API, to which providers send browsers back
   */
  Providers(
      SignInSettings settings,
      SystemView system,
      TenantKeys keys,
      String publicAddress,
      boolean development) {
    this.ofInstallation =
        settings.providers().entrySet().stream()
            .filter(entry -> entry.getValue().present())
            .map(entry -> ofInstallation(entry.getKey(), entry.getValue()))
            .collect(Collectors.toUnmodifiableMap(Provider::id, provider -> provider));
    this.system = system;
    this.keys = keys;
    this.publicAddress = publicAddress;
    this.ofCompanies = ProviderRequests.ofCompanies(development);
  }

  /** The ids of those that are for everybody. */
  List<String> ofInstallation() {
    return ofInstallation.keySet().stream().sorted().toList();
  }

  Optional<Provider> find(String id) {
    var trusted = ofInstallation.get(id);
    return trusted == null ? ofCompany(id) : Optional.of(trusted);
  }

  @Override
  public @Nullable ClientRegistration findByRegistrationId(String id) {
    return find(id).map(this::registration).orElse(null);
  }

  ProviderRequests requests(Provider provider) {
    return provider.ofInstallation() ? trusted : ofCompanies;
  }

  ProviderRequests ofCompanies() {
    return ofCompanies;
  }

  /** What binds a stored secret to its place. */
  static byte[] place(String tenant, String id) {
    return String.join("\0", "sign_in_registrations", tenant, id).getBytes(StandardCharsets.UTF_8);
  }

  private Optional<Provider> ofCompany(String id) {
    return Optional.ofNullable(
        system
            .read(db ->
                db.selectFrom(SIGN_IN_REGISTRATIONS)
                    .where(SIGN_IN_REGISTRATIONS.REGISTRATION_ID.eq(id))
                    .fetchOptional())
            .map(this::provider)
            .orElse(null));
  }

  private Provider provider(SignInRegistrationsRecord row) {
    var secret =
        keys.cipher(row.getTenantId())
            .decrypt(
                row.getClientSecretCiphertext(), place(row.getTenantId(), row.getRegistrationId()));
    return new Provider(
        row.getRegistrationId(),
        row.getTenantId(),
        false,
        row.getIssuer(),
        row.getClientId(),
        new String(secret, StandardCharsets.UTF_8),
        List.of(row.getHostedDomains()),
        row.getEntraTenant());
  }

  private static Provider ofInstallation(String id, SignInSettings.OpenIdProvider settings) {
    if (settings.issuer().isBlank()
        || (settings.issuer().startsWith(ENTRA) && settings.entraTenant().isBlank())) {
      throw new StartRefused(
          "The sign-in provider "
              + id
              + " has a client id, but no issuer, or for Microsoft Entra no ENTRA_TENANT: without it"
              + " anybody's directory could say who somebody is.");
    }
    return new Provider(
        id,
        SigningKeys.PLATFORM,
        true,
        settings.issuer(),
        settings.clientId(),
        settings.clientSecret(),
        settings.hostedDomains(),
        settings.entraTenant().isBlank() ? null : settings.entraTenant());
  }

  private ClientRegistration registration(Provider provider) {
    var before = known.get(provider.id());
    if (before != null
        && before.provider.equals(provider)
        && before.at.plus(AGE).isAfter(Instant.now())) {
      return before.registration;
    }
    var registration =
        ClientRegistrations.fromOidcConfiguration(requests(provider).metadata(provider.issuer()))
            .registrationId(provider.id())
            .clientId(provider.clientId())
            .clientSecret(provider.clientSecret())
            .redirectUri(publicAddress + "/auth/" + provider.id() + "/callback")
            .scope("openid", "email")
            .build();
    known.put(provider.id(), new Known(provider, registration, Instant.now()));
    return registration;
  }
}
