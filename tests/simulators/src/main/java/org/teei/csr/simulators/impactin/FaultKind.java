package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What goes wrong instead of an orderly answer. */
enum FaultKind {
  /** 429, with {@code Retry-After} if it was asked for. */
  RATE_LIMIT(false),
  /** 500. */
  SERVER_ERROR(false),
  /** 503. */
  UNAVAILABLE(false),
  /** The token is no longer valid, now and later: 401. */
  EXPIRED_TOKEN(false),
  /** Accepted, and then silence. */
  TIMEOUT_AFTER_COMMIT(true),
  /** Accepted, and answered with 200 and half a JSON document. */
  MALFORMED_OK(true),
  /** Accepted, and answered byte by byte. */
  SLOW_DRIP(true),
  /** The connection is reset; nothing happened. */
  RESET(false),
  /** Accepted, and then the connection is reset. */
  RESET_AFTER_COMMIT(true);

  /** Whether the request takes effect before it goes wrong, where nothing else is said. */
  final boolean commits;

  FaultKind(boolean commits) {
    this.commits = commits;
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  static FaultKind named(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.toString().equals(word))
        .findFirst()
        .orElseThrow(() -> Refused.control("There is no fault " + word + "."));
  }

  /** Whether the other way round makes sense as well. */
  boolean mayCommit(boolean wanted) {
    return switch (this) {
      case TIMEOUT_AFTER_COMMIT, RESET_AFTER_COMMIT, SLOW_DRIP -> wanted;
      case RATE_LIMIT, EXPIRED_TOKEN -> !wanted;
      case SERVER_ERROR, UNAVAILABLE, MALFORMED_OK, RESET -> true;
    };
  }
}
