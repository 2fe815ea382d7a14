package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A simulated platform, with the limits that its documents name. */
enum Platform {
  BENEVITY(
      "BNV-",
      new Limit(100, Duration.ofMinutes(1), "a minute"),
      new Limit(10_000, Duration.ofDays(1), "a day")),
  GOODERA("GDR-", new Limit(100, Duration.ofMinutes(1), "a minute")),
  WORKDAY("WD-", new Limit(10, Duration.ofSeconds(1), "a second"));

  final String transactionPrefix;
  final List<Limit> limits;

  Platform(String transactionPrefix, Limit... limits) {
    this.transactionPrefix = transactionPrefix;
    this.limits = List.of(limits);
  }

  /** So many requests of one organisation within a window. */
  record Limit(int requests, Duration window, String words) {}

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static Platform named(String word) {
    return Arrays.stream(values())
        .filter(platform -> platform.toString().equals(word))
        .findFirst()
        .orElseThrow(() -> Refused.control("There is no platform " + word + "."));
  }
}
