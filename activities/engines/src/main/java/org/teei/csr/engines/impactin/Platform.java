package org.teei.csr.engines.impactin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where impact figures go. */
public enum Platform {
  BENEVITY,
  GOODERA,
  WORKDAY,
  /** A file in the object storage of the installation. */
  FILE;

  /** The word in addresses, columns and answers. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it tells what became of a delivery; Workday knows no idempotency keys. */
  public boolean canBeAsked() {
    return this != WORKDAY;
  }

  public static Optional<Platform> spelled(String word) {
    return Arrays.stream(values()).filter(platform -> platform.spelling().equals(word)).findFirst();
  }
}
