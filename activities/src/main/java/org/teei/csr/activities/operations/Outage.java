package org.teei.csr.activities.operations;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.teei.csr.activities.observability.FailureClassifier;
import org.teei.csr.workflows.shared.FailureClass;

/** Tells a server that is away, which stops a whole pass, from trouble with a single item. */
final class Outage {
  /** What a server that cannot be reached, or has no time for us, amounts to. */
  private static final Set<Status.Code> NO_ANSWER =
      EnumSet.of(
          Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

  private Outage() {}

  /** Whether Temporal or the database did not answer, so that the next item would wait in vain. */
  static boolean causes(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException answer) {
        return NO_ANSWER.contains(answer.getStatus().getCode());
      }
      if (cause instanceof SQLException refusal) {
        return FailureClassifier.classify(refusal, Instant.now()).failureClass()
            == FailureClass.TRANSIENT;
      }
    }
    return false;
  }

  /** Whether Temporal answered that there is no such thing. */
  static boolean notFound(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException answer) {
        return answer.getStatus().getCode() == Status.Code.NOT_FOUND;
      }
    }
    return false;
  }
}
