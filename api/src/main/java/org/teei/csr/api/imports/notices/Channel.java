package org.teei.csr.api.imports.notices;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a receiver is reached. */
enum Channel {
  WEBHOOK,
  MAIL;

  @JsonValue
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Channel of(String spelling) {
    return valueOf(spelling.toUpperCase(Locale.ROOT));
  }
}
