package org.teei.csr.workflows.operations;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.FailureDetails;

/**
 * What is known about a failed step, without its data.
 *
 * @param errorId under which the worker's log tells the rest
 */
record Diagnosis(FailureClass failureClass, String failureType, @Nullable UUID errorId) {

  static Diagnosis of(ActivityFailure failure) {
    return of(failure.getCause());
  }

  private static Diagnosis of(@Nullable Throwable cause) {
    return switch (cause) {
      case ApplicationFailure failure when failure.getDetails().getSize() > 0 -> known(failure);
      case TimeoutFailure timeout when timeout.getCause() instanceof ApplicationFailure last ->
          of(last);
      case TimeoutFailure _ ->
          new Diagnosis(FailureClass.TRANSIENT, "operations/no-answer-in-time", null);
      case CanceledFailure _ ->
          new Diagnosis(FailureClass.TRANSIENT, "operations/step-cancelled", null);
      case null, default -> new Diagnosis(FailureClass.BUG, "operations/unexpected-error", null);
    };
  }

  private static Diagnosis known(ApplicationFailure failure) {
    FailureDetails details = failure.getDetails().get(0, FailureDetails.class);
    return new Diagnosis(details.failureClass(), failure.getType(), details.errorId());
  }
}
