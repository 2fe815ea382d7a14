package org.teei.csr.activities.operations;

import io.grpc.StatusRuntimeException;
import java.sql.SQLException;
import java.time.Instant;
import org.teei.csr.activities.observability.FailureClassifier;
import org.teei.csr.workflows.shared.FailureClass;

/** Tells a server that is away, which stops a whole pass, from trouble with a single item. */
final class Outage {
  private Outage() {}

  /** Whether Temporal or the database did not answer, so that the next item would wait in vain. */
  static boolean causes(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException answer) {
        return switch (answer.getStatus().getCode()) {
          case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED -> true;
          default -> false;
        };
      }
      if (cause instanceof SQLException refusal) {
        return FailureClassifier.classify(refusal, Instant.now()).failureClass()
            == FailureClass.TRANSIENT;
      }
    }
    return false;
  }
}
