package org.teei.csr.activities.impactin.vendors;

import java.util.Map;
import org.teei.csr.workflows.shared.FailureClass;

/** How far a request got. */
sealed interface Outcome {

  /** Not a byte of it left. */
  record NotSent(FailureClass failureClass, String reason) implements Outcome {}

  /** It left, wholly or in part, and there is no answer that could be read. */
  record NoAnswer(String reason) implements Outcome {}

  /**
   * There is an answer.
   *
   * @param headers by their names in lower case
   * @param whole whether the body was read to its end
   */
  record Answered(int status, Map<String, String> headers, byte[] body, boolean whole)
      implements Outcome {}
}
