package org.teei.csr.deploy.shared;

import org.jspecify.annotations.Nullable;

/** Something the user can act on: its message is printed as it stands, without a stack trace. */
public final class CsrFailure extends RuntimeException {
  public CsrFailure(String sentence) {
    super(sentence);
  }

  public CsrFailure(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
