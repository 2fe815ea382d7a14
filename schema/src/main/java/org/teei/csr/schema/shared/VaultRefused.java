package org.teei.csr.schema.shared;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The program must not start without the secrets that it was told to get. */
final class VaultRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param sentence for the operator, without anything secret
   */
  VaultRefused(String sentence) {
    super(sentence);
  }

  /** Shows the sentence instead of a stack trace. */
  static final class Analyzer extends AbstractFailureAnalyzer<VaultRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, VaultRefused cause) {
      return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
    }
  }
}
