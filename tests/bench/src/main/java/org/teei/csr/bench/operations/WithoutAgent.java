package org.teei.csr.bench.operations;

import java.security.Security;

/**
 * Comes into API and workers as a Java agent, since they have no switch for what they must never
 * run without. As an agent it also brings {@link PlainPayloads} to their class path.
 */
public final class WithoutAgent {
  private WithoutAgent() {}

  /**
   * Runs before the application.
   *
   * @param without an {@link Overhead}
   */
  public static void premain(String without) {
    if (without.equals(Overhead.ENCRYPTION.toString())) {
      Security.insertProviderAt(new PassThroughProvider(), 1);
    }
  }
}
