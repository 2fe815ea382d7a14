package org.teei.csr.workflows.impactin.deliveries;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * Points of a delivery of which others may want to be told; spelled like its status there, but for
 * the reminder that it still has the one it had. Of its arrival is told at its end: {@link
 * #CONFIRMED}, or {@link #DELIVERED} where the platform did not confirm it.
 */
public enum DeliveryNews {
  AWAITING_APPROVAL,
  APPROVAL_REMINDER,
  PARKED,
  DELIVERED,
  CONFIRMED,
  REFUSED,
  EXPIRED,
  CANCELLED,
  FAILED;

  /** Empty for a status that a delivery passes by itself. */
  public static Optional<DeliveryNews> of(DeliveryStatus status) {
    return switch (status) {
      case AWAITING_APPROVAL -> Optional.of(AWAITING_APPROVAL);
      case PARKED -> Optional.of(PARKED);
      case DELIVERED -> Optional.of(DELIVERED);
      case CONFIRMED -> Optional.of(CONFIRMED);
      case REFUSED -> Optional.of(REFUSED);
      case EXPIRED -> Optional.of(EXPIRED);
      case CANCELLED -> Optional.of(CANCELLED);
      case FAILED -> Optional.of(FAILED);
      case PENDING, DELIVERING, RETRYING, UNKNOWN -> Optional.empty();
    };
  }

  @JsonValue
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
