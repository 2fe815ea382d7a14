package org.teei.csr.api.profiles;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** How it is known that two profiles are of one person. There are no free words. */
enum MergeReason {
  PERSON_CONFIRMED,
  NEW_ADDRESS,
  KNOWN_TWICE;

  @JsonValue
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static MergeReason of(String spelling) {
    return Stream.of(values())
        .filter(reason -> reason.spelling().equals(spelling))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not one of the allowed words"));
  }
}
