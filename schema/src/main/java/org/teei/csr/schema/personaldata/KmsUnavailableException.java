package org.teei.csr.schema.personaldata;

import org.jspecify.annotations.Nullable;

/**
 * The KMS does not answer. Keys in memory go on working; what needs another key has to wait, trying
 * again later helps. Nothing is ever stored in the clear instead.
 */
public final class KmsUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public KmsUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
