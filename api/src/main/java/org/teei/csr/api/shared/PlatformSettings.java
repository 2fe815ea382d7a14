package org.teei.csr.api.shared;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

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
}
