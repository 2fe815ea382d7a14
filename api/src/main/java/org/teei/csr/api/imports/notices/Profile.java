package org.teei.csr.api.imports.notices;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.teei.csr.workflows.shared.RetryProfile;

/** How fast and how often a failed delivery is tried again, before it waits for a decision. */
enum Profile {
  EXPONENTIAL,
  LINEAR,
  AGGRESSIVE,
  CONSERVATIVE;

  @JsonValue
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Profile of(String spelling) {
    return valueOf(spelling.toUpperCase(Locale.ROOT));
  }

  RetryProfile retries() {
    return RetryProfile.valueOf(name());
  }
}
