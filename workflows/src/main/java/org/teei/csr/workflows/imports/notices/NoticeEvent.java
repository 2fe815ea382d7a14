package org.teei.csr.workflows.imports.notices;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.teei.csr.workflows.imports.ImportStatus;

/**
 * Points of an import of which others may want to be told; spelled like its status there, but for
 * the reminder that it still has the one it had.
 */
public enum NoticeEvent {
  AWAITING_APPROVAL,
  APPROVAL_REMINDER,
  PARKED,
  COMPLETED,
  FAILED,
  CANCELLED,
  EXPIRED,
  UNDONE;

  /** Empty for a status that an import passes by itself. */
  public static Optional<NoticeEvent> of(ImportStatus status) {
    return switch (status) {
      case AWAITING_APPROVAL -> Optional.of(AWAITING_APPROVAL);
      case PARKED -> Optional.of(PARKED);
      case COMPLETED -> Optional.of(COMPLETED);
      case FAILED -> Optional.of(FAILED);
      case CANCELLED -> Optional.of(CANCELLED);
      case EXPIRED -> Optional.of(EXPIRED);
      case UNDONE -> Optional.of(UNDONE);
      case QUEUED, STAGING, VALIDATING, MERGING, SCREENING, CORRECTING, UNDOING, PAUSED ->
          Optional.empty();
    };
  }

  @JsonValue
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
