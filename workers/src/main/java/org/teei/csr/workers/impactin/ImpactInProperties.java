package org.teei.csr.workers.impactin;

import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.teei.csr.workers.shared.MissingSettingException;

/**
 * @param allowLoopback whether platforms may be on this very machine and without encryption, as
 *     simulators are; in production the workers do not start with it
 * @param platforms that this installation delivers to at all; the API's setting is the same
 */
@ConfigurationProperties("csr.impactin")
record ImpactInProperties(
    @DefaultValue("false") boolean allowLoopback,
    @DefaultValue({"benevity", "goodera", "workday", "file"}) Set<String> platforms,
    @DefaultValue PerMinute perMinute) {

  /**
   * How many calls each company may have in a minute; 0 for any number.
   *
   * @param benevity calls to Benevity for each company in a minute, 100 without it; 0 for any
   *     number
   * @param goodera calls to Goodera for each company in a minute, 100 without it; 0 for any number
   * @param workday calls to Workday for each company in a minute, 600 without it; 0 for any number
   */
  record PerMinute(
      @DefaultValue("100") int benevity,
      @DefaultValue("100") int goodera,
      @DefaultValue("600") int workday) {

    PerMinute {
      if (benevity < 0 || goodera < 0 || workday < 0) {
        throw new MissingSettingException(
            "CSR_IMPACTIN_PER_MINUTE_… is below 0: set it to a number of calls, or to 0 for any.");
      }
    }

    PlatformRates rates() {
      return new PlatformRates(
          Map.of("benevity", benevity, "goodera", goodera, "workday", workday));
    }
  }
}
