package org.teei.csr.schema.personaldata;

import org.jspecify.annotations.Nullable;

/**
 * A ciphertext does not belong to the place where it was found, was changed, or its key is gone.
 * Tells nothing of either.
 */
public final class DecryptionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DecryptionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
