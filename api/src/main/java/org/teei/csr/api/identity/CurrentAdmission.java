package org.teei.csr.api.identity;

/**
 * Asks, in an answer that goes on for long, whether who gets it would be let in still: their token
 * or key has neither ended nor been revoked.
 */
@FunctionalInterface
public interface CurrentAdmission {

  /**
   * What the present request was let in by; may be asked from any thread and at any time later.
   *
   * @throws IllegalStateException where nobody has signed in, which only open addresses allow
   */
  Admission get();

  /** A token or key that was good when the request came. */
  @FunctionalInterface
  interface Admission {
    /** Whether it is good now, in all processes. */
    boolean holds();
  }
}
