package org.teei.csr.activities.observability;

import org.jspecify.annotations.Nullable;

/** The other side of an HTTP call answered with a status that is no success. */
public final class HttpRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String retryAfter;

  /**
   * @param retryAfter the header as it came, if it did
   */
  public HttpRefusal(int status, @Nullable String retryAfter) {
    super("HTTP " + status);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  public int status() {
    return status;
  }

  public @Nullable String retryAfter() {
    return retryAfter;
  }
}
