package org.teei.csr.activities.impactin.vendors;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.FailureClass;

/** What a platform answered. */
public record VendorAnswer(
    Verdict verdict,
    @Nullable FailureClass failureClass,
    @Nullable String reason,
    @Nullable String transactionId,
    @Nullable Duration retryAfter,
    Exchange exchange) {

  public enum Verdict {
    ACCEPTED,
    CONFIRMED,
    REFUSED,
    TRY_LATER,
    UNKNOWN,
    NOT_FOUND,
    CANNOT_ASK
  }

  /** What went over the wire. */
  public record Exchange(int status, byte[] request, byte[] response, Duration took) {}
}
