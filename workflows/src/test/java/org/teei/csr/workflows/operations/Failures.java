package org.teei.csr.workflows.operations;

import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.UUID;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.FailureDetails;

/** Failures as they leave a worker. */
public final class Failures {

  private Failures() {}

  /** Reaches the workflow at once. */
  public static ApplicationFailure permanent(FailureClass failureClass, String type) {
    UUID errorId = UUID.randomUUID();
    return bare(
        ApplicationFailure.newNonRetryableFailure(
            type + " " + errorId, type, new FailureDetails(failureClass, errorId)));
  }

  /** Is tried again. */
  public static ApplicationFailure passing(String type) {
    UUID errorId = UUID.randomUUID();
    return bare(
        ApplicationFailure.newFailure(
            type + " " + errorId, type, new FailureDetails(FailureClass.TRANSIENT, errorId)));
  }

  /** Is tried again after the time that the other side named. */
  public static ApplicationFailure slowDown(String type, Duration retryAfter) {
    UUID errorId = UUID.randomUUID();
    return bare(
        ApplicationFailure.newBuilder()
            .setMessage(type + " " + errorId)
            .setType(type)
            .setDetails(new FailureDetails(FailureClass.RATE_LIMITED, errorId))
            .setNextRetryDelay(retryAfter)
            .build());
  }

  private static ApplicationFailure bare(ApplicationFailure failure) {
    failure.setStackTrace(new StackTraceElement[0]);
    return failure;
  }
}
