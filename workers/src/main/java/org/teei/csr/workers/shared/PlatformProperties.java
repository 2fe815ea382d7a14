package org.teei.csr.workers.shared;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param environment {@code CSR_ENVIRONMENT}: {@code development} or {@code production}
 * @param clockOffset how far the clock of this process is ahead, or with a minus behind, for trying
 *     out what a wrong clock does; in production the workers do not start with it
 */
@ConfigurationProperties("csr")
public record PlatformProperties(
    @Nullable String environment, @DefaultValue("0s") Duration clockOffset) {

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
    if (given.equals("production") && !clockOffset.isZero()) {
      throw new MissingSettingException(
          "CSR_ENVIRONMENT is production, but CSR_CLOCK_OFFSET is set, which gives the workers a"
              + " wrong clock: they do not start.");
    }
  }

  /** Whether the process may make up what a production system must be given. */
  public boolean development() {
    return "development".equals(environment);
  }
}
