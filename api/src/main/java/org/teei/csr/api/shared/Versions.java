package org.teei.csr.api.shared;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;

/**
 * Versions of rows that clients replace, as strong entity tags (RFC 9110): who replaces names the
 * version that was read, so that nobody overwrites what they have not seen.
 */
public final class Versions {
  private Versions() {}

  /** Something together with the version of its row. */
  public record Versioned<T>(T body, int version) {

    public ResponseEntity<T> answer() {
      return ResponseEntity.ok().eTag(tag(version)).body(body);
    }
  }

  public static String tag(int version) {
    return "\"" + version + "\"";
  }

  /**
   * The tag of {@code If-Match}.
   *
   * @throws ProblemException with 428 where there is none
   */
  public static String required(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw ProblemException.of(RequestProblem.PRECONDITION_REQUIRED);
    }
    return ifMatch.strip();
  }

  /**
   * @throws ProblemException with 412 where the row has another version by now
   */
  public static void check(String ifMatch, int version) {
    if (!ifMatch.equals(tag(version))) {
      throw ProblemException.of(RequestProblem.PRECONDITION_FAILED);
    }
  }
}
