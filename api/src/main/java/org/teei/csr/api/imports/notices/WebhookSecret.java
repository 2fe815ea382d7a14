package org.teei.csr.api.imports.notices;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A secret that signs, in the form of Standard Webhooks: {@code whsec_} and 32 random bytes in
 * base64. Not shown by {@link #toString()}.
 */
record WebhookSecret(String plain) {
  private static final String PREFIX = "whsec_";
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  static WebhookSecret fresh() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(bytes));
  }

  @Override
  public String toString() {
    return "WebhookSecret[]";
  }
}
