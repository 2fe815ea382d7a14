package org.teei.csr.workflows.impactin.deliveries;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a delivery stands; the spelling outside is the name in lower case. */
public enum DeliveryStatus {
  PENDING,
  AWAITING_APPROVAL,
  DELIVERING,
  /** Was tried without success and is tried again. */
  RETRYING,
  /** May have arrived: the platform, or a person, is asked before it is sent again. */
  UNKNOWN,
  PARKED,
  /** Accepted by the platform. */
  DELIVERED,
  /** The platform called back, or said so when it was asked. */
  CONFIRMED,
  /** A person did not let it go out. */
  REFUSED,
  /** Nobody decided in time. */
  EXPIRED,
  CANCELLED,
  FAILED;

  public static DeliveryStatus spelled(String spelling) {
    return valueOf(spelling.toUpperCase(Locale.ROOT));
  }

  @JsonValue
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
