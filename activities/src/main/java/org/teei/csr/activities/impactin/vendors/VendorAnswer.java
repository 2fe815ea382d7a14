package org.teei.csr.activities.impactin.vendors;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * What came of a request.
 *
 * @param failureClass what helps; null where nothing failed. {@code AUTH} with {@link
 *     Verdict#UNKNOWN} is about the question, not about the delivery
 * @param reason in kebab case; null where nothing failed
 * @param transactionId the platform's, where it named one
 * @param retryAfter where the platform, or an open circuit, said when
 */
public record VendorAnswer(
    Verdict verdict,
    @Nullable FailureClass failureClass,
    @Nullable String reason,
    @Nullable String transactionId,
    @Nullable Duration retryAfter,
    Exchange exchange) {

  static VendorAnswer of(Judgement judgement, Exchange exchange) {
    return new VendorAnswer(
        judgement.verdict(),
        judgement.failureClass(),
        judgement.reason(),
        judgement.transactionId(),
        judgement.retryAfter(),
        exchange);
  }

  boolean refusedCredentials() {
    return failureClass == FailureClass.AUTH;
  }
}
