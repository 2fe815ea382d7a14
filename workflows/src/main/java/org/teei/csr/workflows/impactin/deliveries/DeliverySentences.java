package org.teei.csr.workflows.impactin.deliveries;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What people read about a delivery in the Temporal UI. */
final class DeliverySentences {

  static final String PREPARE = "Freezing the figures of the period and what is sent of them";
  static final String PREPARING = PREPARE + ".";
  static final String SHOW = "Showing where the delivery stands";
  static final String APPROVAL_TIMER = "Waiting for approval";
  static final String REMIND = "Reminding those who may let it go out";
  static final String ARRIVED = "Noting that a person found it on the platform";
  static final String MISSED = "Noting that a person did not find it on the platform";
  static final String SEND = "Sending the figures";
  static final String SENDING = SEND + ".";
  static final String ASK = "Asking the platform whether they have arrived";
  static final String CONFIRM = "Looking whether the platform has processed them";
  static final String CONFIRM_TIMER = "Waiting for the platform's word";
  static final String FINISH = "Keeping the receipt";
  static final String UNVERIFIED = "Noting a command that came without a recorded decision";
  static final String UNKNOWN =
      "It may have arrived: the platform is asked before it is sent again.";
  static final String ACCEPTED =
      "Delivered: the platform has accepted the figures. Its confirmation is awaited until tomorrow.";

  private static final String MAY_HAVE_ARRIVED =
      "Ended, and it may have arrived. If it is replayed, the platform or a person is asked before it is sent again.";

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private DeliverySentences() {}

  static String awaitingApproval(Instant due, Prepared prepared) {
    return "**Waits for approval**: %s, %s. Ends by itself on %s."
        .formatted(changes(prepared.changes()), leftOut(prepared.leftOut()), MOMENT.format(due));
  }

  private static String changes(int count) {
    return switch (count) {
      case 0 -> "no figure stands out";
      case 1 -> "1 figure should be looked at";
      default -> String.format(Locale.ROOT, "%,d figures should be looked at", count);
    };
  }

  private static String leftOut(int count) {
    return switch (count) {
      case 0 -> "none is left out";
      case 1 -> "1 is left out";
      default -> String.format(Locale.ROOT, "%,d are left out", count);
    };
  }

  static String ended(DeliveryEnd end) {
    if (PlatformActivities.OUTCOME_UNKNOWN.equals(end.reason())) {
      return MAY_HAVE_ARRIVED;
    }
    return switch (end.status()) {
      case DELIVERED -> "Done. The platform has accepted the figures; it did not confirm them.";
      case CONFIRMED -> "Done. The platform has confirmed the figures.";
      case REFUSED -> "Not sent: approval was refused.";
      case EXPIRED -> "Ended without success, as nobody decided in time. It can be replayed.";
      case CANCELLED -> "Cancelled. It can be replayed.";
      case FAILED -> "Given up. It can be replayed.";
      case PENDING, AWAITING_APPROVAL, DELIVERING, RETRYING, UNKNOWN, PARKED ->
          throw new IllegalArgumentException("not an end of a delivery");
    };
  }
}
