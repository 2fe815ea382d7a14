package org.teei.csr.workflows.operations;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a rotation of keys ended; the spelling outside is the name in lower case. */
public enum KeyRotationStatus {
  COMPLETED,
  FAILED,
  CANCELLED,
  EXPIRED;

  @JsonValue
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
