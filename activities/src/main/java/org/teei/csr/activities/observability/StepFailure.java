package org.teei.csr.activities.observability;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.FailureClass;

/** A step knows itself why it fails. The message is the type, never data. */
public final class StepFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureClass failureClass;
  private final String reason;
  private final @Nullable Duration retryAfter;

  /**
   * @param reason in kebab case, the tail of the failure type {@code <feature>/<reason>}
   */
  public StepFailure(FailureClass failureClass, String reason, @Nullable Throwable cause) {
    this(failureClass, reason, null, cause);
  }

  /**
   * @param retryAfter when the next attempt should start, where the other side said so
   */
  public StepFailure(FailureClass failureClass, String reason, @Nullable Duration retryAfter) {
    this(failureClass, reason, retryAfter, null);
  }

  private StepFailure(
      FailureClass failureClass,
      String reason,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(reason, cause);
    this.failureClass = failureClass;
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public StepFailure(FailureClass failureClass, String reason) {
    this(failureClass, reason, null, null);
  }

  public FailureClass failureClass() {
    return failureClass;
  }

  public String reason() {
    return reason;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
