package org.teei.csr.activities.impactin.vendors;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.FailureClass;

/** What an outcome means, without what went over the wire. */
record Judgement(
    Verdict verdict,
    @Nullable FailureClass failureClass,
    @Nullable String reason,
    @Nullable String transactionId,
    @Nullable Duration retryAfter) {

  static Judgement good(Verdict verdict, @Nullable String transactionId) {
    return new Judgement(verdict, null, null, transactionId, null);
  }

  static Judgement bad(Verdict verdict, FailureClass failureClass, String reason) {
    return bad(verdict, failureClass, reason, null);
  }

  static Judgement bad(
      Verdict verdict, FailureClass failureClass, String reason, @Nullable Duration retryAfter) {
    return new Judgement(verdict, failureClass, reason, null, retryAfter);
  }
}
