package org.teei.csr.api.privacy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** What identifies a person: the e-mail address, or what a source of files calls them. */
enum IdentifierKind {
  EMAIL,
  KINTELL,
  UPSKILLING,
  BUDDY;

  /** As tombstones spell it. */
  @JsonValue
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The form that imports give a value before they make its blind index. */
  String normal(String value) {
    return this == EMAIL ? value.strip().toLowerCase(Locale.ROOT) : value.strip();
  }

  @JsonCreator
  static IdentifierKind of(String spelling) {
    return Stream.of(values())
        .filter(kind -> kind.spelling().equals(spelling))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not one of the allowed words"));
  }
}
