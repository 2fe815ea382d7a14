package org.teei.csr.schema.shared;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a production system asks of a secret before it starts. */
public final class ProductionSecrets {
  private static final int SHORTEST = 12;

  private ProductionSecrets() {}

  /**
   * Why a process must not start with this secret, as a sentence that names the setting.
   *
   * @param username for whom the secret is; a secret that says no more than that is none
   */
  public static Optional<String> refusal(
      String setting, @Nullable String secret, @Nullable String username) {
    if (secret == null || secret.isBlank()) {
      return Optional.of(
          "CSR_ENVIRONMENT is production, but " + setting + " is not set: give it a secret.");
    }
    if (secret.length() < SHORTEST || secret.equals(username)) {
      return Optional.of(
          "CSR_ENVIRONMENT is production, but %s is the name itself or shorter than %d characters: give it a secret of its own."
              .formatted(setting, SHORTEST));
    }
    return Optional.empty();
  }
}
