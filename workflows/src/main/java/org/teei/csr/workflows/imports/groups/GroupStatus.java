package org.teei.csr.workflows.imports.groups;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a group of imports stands; the spelling outside is the name in lower case. */
public enum GroupStatus {
  QUEUED,
  IMPORTING,
  PAUSED,
  PARKED,
  COMPLETED,
  FAILED,
  CANCELLED,
  EXPIRED;

  /** Whether no further file is begun, ever. */
  public boolean ended() {
    return switch (this) {
      case COMPLETED, FAILED, CANCELLED, EXPIRED -> true;
      case QUEUED, IMPORTING, PAUSED, PARKED -> false;
    };
  }

  @JsonValue
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
