package org.teei.csr.api.impactin.vendors;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.teei.csr.engines.impactin.Platform;

/** What a platform is signed in to with. */
enum Auth {
  NONE(Set.of()),
  BEARER(Set.of("apiKey")),
  API_KEY(Set.of("apiKey")),
  OAUTH2(Set.of("clientId", "clientSecret")),
  USERNAME_TOKEN(Set.of("username", "password"));

  private final Set<String> names;

  Auth(Set<String> names) {
    this.names = names;
  }

  @JsonValue
  String spelling() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Auth spelled(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Names of what credentials are made of. */
  Set<String> names() {
    return names;
  }

  /** What a platform takes; the first is the usual one. */
  static List<Auth> of(Platform platform, Protocol protocol) {
    return switch (platform) {
      case BENEVITY -> List.of(BEARER);
      case GOODERA -> List.of(API_KEY, OAUTH2);
      case WORKDAY ->
          switch (protocol) {
            case REST -> List.of(OAUTH2);
            case SOAP -> List.of(USERNAME_TOKEN);
          };
      case FILE -> List.of(NONE);
    };
  }
}
