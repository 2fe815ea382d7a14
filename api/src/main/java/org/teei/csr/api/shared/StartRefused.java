package org.teei.csr.api.shared;

/**
 * The application must not start as it is configured. The message is one sentence for the operator.
 */
public final class StartRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartRefused(String sentence) {
    super(sentence);
  }
}
