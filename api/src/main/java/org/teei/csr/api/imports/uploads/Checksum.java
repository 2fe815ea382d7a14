package org.teei.csr.api.imports.uploads;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;

/** What the bytes of a piece have to add up to, as its sender says. */
record Checksum(MessageDigest digest, byte[] expected) {
  static final String HEADER = "Upload-Checksum";

  /** Names of the protocol, and those of the JDK. */
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha1", "SHA-1", "sha256", "SHA-256");

  /** As told to clients. */
  static final String NAMES = "sha1,sha256";

  /**
   * Reads {@code sha256 <Base64>}.
   *
   * @return null where there is none
   */
  static @Nullable Checksum of(@Nullable String header) {
    if (header == null) {
      return null;
    }
    var parts = header.strip().split(" ", 2);
    var algorithm = ALGORITHMS.get(parts[0]);
    if (algorithm == null || parts.length < 2) {
      throw refused();
    }
    try {
      var digest = MessageDigest.getInstance(algorithm);
      var expected = Base64.getDecoder().decode(parts[1]);
      if (expected.length != digest.getDigestLength()) {
        throw refused();
      }
      return new Checksum(digest, expected);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA", e);
    } catch (IllegalArgumentException notBase64) {
      throw refused();
    }
  }

  /** Whether all that was digested is what was expected; to be asked once. */
  boolean met() {
    return MessageDigest.isEqual(digest.digest(), expected);
  }

  private static ProblemException refused() {
    return ProblemException.of(
        RequestProblem.INVALID_PARAMETER,
        List.of(Fault.ofHeader(HEADER, "invalid", "Is sha1 or sha256, a space and Base64.")));
  }
}
