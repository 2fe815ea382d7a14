package org.teei.csr.api.shared;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;
import org.teei.csr.schema.shared.ProductionSecrets;

/**
 * What kind of installation this is ({@code CSR_ENVIRONMENT}: {@code development} or {@code
 * production}).
 */
@Validated
@ConfigurationProperties("csr")
public record PlatformSettings(@NotNull Environment environment) {

  /** Production refuses what is for development only. */
  public enum Environment {
    DEVELOPMENT,
    PRODUCTION
  }

  public boolean development() {
    return environment == Environment.DEVELOPMENT;
  }

  /**
   * Production starts with no secret that is missing or could be guessed.
   *
   * @param username for whom the secret is
   */
  public void requireSecret(String setting, String secret, String username) {
    if (!development()) {
      ProductionSecrets.refusal(setting, secret, username)
          .ifPresent(sentence -> {
            throw new StartRefused(sentence);
          });
    }
  }
}
