package org.teei.csr.api.identity.signin;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.teei.csr.api.identity.members.People;
import org.teei.csr.api.identity.members.People.ProviderIdentity;

/** Finds out who somebody is whom a provider has identified, or refuses them. */
final class Identification implements OAuth2UserService<OidcUserRequest, OidcUser> {
  private final Providers providers;
  private final People people;

  Identification(Providers providers, People people) {
    this.providers = providers;
    this.people = people;
  }

  @Override
  public OidcUser loadUser(OidcUserRequest request) {
    var id = request.getClientRegistration().getRegistrationId();
    var provider = providers.find(id).orElseThrow(() -> refused("no_provider"));
    var token = request.getIdToken();
    if (!provider.hostedDomains().isEmpty()
        && !provider.hostedDomains().contains(text(token, "hd"))) {
      throw refused("wrong_domain");
    }
    if (provider.entraTenant() != null && !provider.entraTenant().equals(text(token, "tid"))) {
      throw refused("wrong_directory");
    }
    var principal =
        people
            .identify(
                new ProviderIdentity(
                    provider.speaksFor(),
                    provider.issuer(),
                    Objects.requireNonNull(token.getSubject()),
                    verifiedEmail(provider, token)))
            .orElseThrow(() -> refused("nobody"));
    return new Person(principal, provider.speaksFor(), Instant.now());
  }

  /**
   * Entra does not say whether it has verified an address; one directory is believed about its own
   * people.
   */
  private static @Nullable String verifiedEmail(Provider provider, OidcIdToken token) {
    return provider.entraTenant() != null || Boolean.TRUE.equals(token.getEmailVerified())
        ? token.getEmail()
        : null;
  }

  private static String text(OidcIdToken token, String claim) {
    return token.getClaim(claim) instanceof String text ? text : "";
  }

  private static OAuth2AuthenticationException refused(String code) {
    return new OAuth2AuthenticationException(code);
  }
}
