package org.teei.csr.workflows.imports;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an import stands; the spelling outside is the name in lower case. */
public enum ImportStatus {
  QUEUED,
  STAGING,
  VALIDATING,
  AWAITING_APPROVAL,
  MERGING,
  SCREENING,
  CORRECTING,
  UNDOING,
  PAUSED,
  PARKED,
  COMPLETED,
  FAILED,
  CANCELLED,
  EXPIRED,
  UNDONE;

  /** Whether the import has come to an end; only here the ledger is closed. */
  public boolean ended() {
    return switch (this) {
      case COMPLETED, FAILED, CANCELLED, EXPIRED, UNDONE -> true;
      case QUEUED,
          STAGING,
          VALIDATING,
          AWAITING_APPROVAL,
          MERGING,
          SCREENING,
          CORRECTING,
          UNDOING,
          PAUSED,
          PARKED ->
          false;
    };
  }

  /** As it is shown: a correction is one stage of its import, whatever step it is at. */
  ImportStatus of(ImportRef ref) {
    if (ref.attempt() == 0) {
      return this;
    }
    return switch (this) {
      case STAGING, VALIDATING, MERGING, SCREENING -> CORRECTING;
      case QUEUED,
          AWAITING_APPROVAL,
          CORRECTING,
          UNDOING,
          PAUSED,
          PARKED,
          COMPLETED,
          FAILED,
          CANCELLED,
          EXPIRED,
          UNDONE ->
          this;
    };
  }

  @JsonValue
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
