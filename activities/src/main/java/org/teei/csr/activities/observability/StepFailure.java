package org.teei.csr.activities.observability;

import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.FailureClass;

/** A step knows itself why it fails. The message is the type, never data. */
public final class StepFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureClass failureClass;
  private final String reason;

  /**
   * @param reason in kebab case, the tail of the failure type {@code <feature>/<reason>}
   */
  public StepFailure(FailureClass failureClass, String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.failureClass = failureClass;
    this.reason = reason;
  }

  public StepFailure(FailureClass failureClass, String reason) {
    this(failureClass, reason, null);
  }

  public FailureClass failureClass() {
    return failureClass;
  }

  public String reason() {
    return reason;
  }
}
