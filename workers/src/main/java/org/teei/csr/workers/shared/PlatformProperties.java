package org.teei.csr.workers.shared;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param environment {@code CSR_ENVIRONMENT}: {@code development} or {@code production}
 */
@ConfigurationProperties("csr")
public record PlatformProperties(@Nullable String environment) {

  public PlatformProperties {
    String given =
        MissingSettingException.require(
            environment, "CSR_ENVIRONMENT", "development or production");
    if (!given.equals("development") && !given.equals("production")) {
      throw new MissingSettingException(
          "CSR_ENVIRONMENT is development or production, not "
              + given.toLowerCase(Locale.ROOT)
              + ".");
    }
  }

  /** Whether the process may make up what a production system must be given. */
  public boolean development() {
    return "development".equals(environment);
  }
}
