package org.teei.csr.api.impactin.vendors;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a platform is spoken to; only Workday speaks SOAP. */
enum Protocol {
  REST,
  SOAP;

  @JsonValue
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Protocol spelled(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
