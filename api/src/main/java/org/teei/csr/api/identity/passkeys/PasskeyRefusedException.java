package org.teei.csr.api.identity.passkeys;

/** What was shown does not count as a passkey here. */
final class PasskeyRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param code short, for the log: of our words only
   */
  PasskeyRefusedException(String code) {
    super(code, null, false, false);
  }
}
