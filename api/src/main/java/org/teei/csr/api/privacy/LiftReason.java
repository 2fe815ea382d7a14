package org.teei.csr.api.privacy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** Why an erased person may come back. There are no free words: they would be about the person. */
enum LiftReason {
  REJOINED,
  CONSENT_GIVEN,
  ERASED_IN_ERROR,
  IDENTIFIER_REASSIGNED,
  LEGAL_OBLIGATION;

  @JsonValue
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static LiftReason of(String spelling) {
    return Stream.of(values())
        .filter(reason -> reason.spelling().equals(spelling))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not one of the allowed words"));
  }
}
