package org.teei.csr.api.problems;

import java.net.URI;

/**
 * An entry of the problem catalogue. Its type {@code /problems/<feature>/<code>} is stable and can
 * be opened.
 */
public interface ProblemKind {
  /** A feature, or {@code shared} for what can happen on every route. */
  String feature();

  /** Kebab-case, unique within the feature. */
  String code();

  /** The HTTP status it is answered with. */
  int status();

  /** What went wrong, the same words each time. */
  String title();

  /** What the caller can do about it. */
  String remedy();

  default URI type() {
    return URI.create("/problems/" + feature() + "/" + code());
  }
}
