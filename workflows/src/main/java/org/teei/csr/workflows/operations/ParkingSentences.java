package org.teei.csr.workflows.operations;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;

/** What people read about parked and held work. */
final class ParkingSentences {

  static final String BOOKS = "Noting that the work waits for a decision";
  static final String GATE = "Asking whether work is being held back";
  static final String PAUSED = "Paused. Nothing happens until it is resumed.";
  static final String HELD =
      "Held back: work of this kind is stopped for now. It goes on by itself when an operator lifts"
          + " the stop.";
  static final String HELD_TIMER = "Looking again whether work is being held back";
  static final String DECISION_TIMER = "Waiting for somebody to decide";
  static final String UNVERIFIED = "Noting a command that came without a recorded decision";

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private ParkingSentences() {}

  /** What failed and what helps: by its own words where its class would mislead, else by that. */
  static String cause(FailureClass failureClass, String failureType) {
    if (failureType.endsWith("/storage-full") || failureType.endsWith("/database-full")) {
      return "There is no space left on a disk it needs. Trying again helps once there is room.";
    }
    if (failureType.endsWith(OperationsNames.OUTCOME_UNKNOWN)) {
      return "It may have arrived, and the other side cannot be asked. Look there: trying again sends"
          + " it once more, leaving it out means that it has arrived.";
    }
    if (failureType.endsWith("/not-connected") || failureType.endsWith("/no-credentials")) {
      return "The connection to the other side is not set up. Trying again helps once it is.";
    }
    if (failureType.endsWith("/switched-off") || failureType.endsWith("/platform-disabled")) {
      return "It is switched off. Trying again helps once it is switched on.";
    }
    return switch (failureClass) {
      case TRANSIENT -> "Something it needs did not answer in time. Trying again later helps.";
      case RATE_LIMITED -> "The other side asked to slow down. Trying again later helps.";
      case PERMANENT -> "The other side refused. Trying again helps only after a change there.";
      case AUTH -> "Credentials were refused. Trying again helps after they are renewed.";
      case DATA -> "The data cannot be processed as it is. Trying again helps after a correction.";
      case BUG -> "The platform made a mistake. Trying again helps after a new version.";
    };
  }

  static String details(Parked parked, @Nullable UUID errorId) {
    return "**Waits for a decision** in the step \"%s\". %s\n\nPossible: %s. Ends by itself on %s.\n\nFor support: `%s`%s"
        .formatted(
            parked.stage(),
            parked.sentence(),
            parked.actions().stream()
                .map(ParkingSentences::spelling)
                .collect(Collectors.joining(", ")),
            MOMENT.format(parked.expiresAt()),
            parked.failureType(),
            errorId == null ? "" : ", error `" + errorId + "`");
  }

  private static String spelling(ParkedAction action) {
    return switch (action) {
      case RETRY -> "try again";
      case SKIP -> "leave this part out";
      case ABORT -> "end the work";
    };
  }
}
