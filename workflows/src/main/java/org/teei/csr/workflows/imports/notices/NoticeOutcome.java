package org.teei.csr.workflows.imports.notices;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a notice came to. */
public enum NoticeOutcome {
  /** The receiver has taken it. */
  DELIVERED,
  /** The receiver said that it is gone for good; it is told nothing any more. */
  GONE,
  /** Nobody is to be told any more: the subscription was taken away or switched off. */
  DROPPED,
  /** It could not be delivered, and a person or time has put an end to it. */
  GIVEN_UP;

  @JsonValue
  public String spelling() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
