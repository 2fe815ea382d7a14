package org.teei.csr.api.privacy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;

/** Why a person is to be erased: the grounds of article 17 (1) GDPR. There are no free words. */
enum ErasureReason {
  NO_LONGER_NEEDED,
  CONSENT_WITHDRAWN,
  OBJECTION,
  UNLAWFUL_PROCESSING,
  LEGAL_OBLIGATION;

  @JsonValue
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static ErasureReason of(String spelling) {
    return Stream.of(values())
        .filter(reason -> reason.spelling().equals(spelling))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not one of the allowed words"));
  }
}
