package org.teei.csr.api.identity.clients;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.teei.csr.api.identity.SecretDigests;

/**
 * A secret that we make: a prefix by which it is recognised where it leaked, and 32 random bytes in
 * base64url. Not shown by {@link #toString()}.
 */
record MachineSecret(String plain) {
  static final String API_KEY = "teei_live_";
  static final String CLIENT = "teei_client_";

  private static final int BYTES = 32;

  /** How much of it may be shown to tell it from others. */
  private static final int SHOWN = 4;

  private static final SecureRandom RANDOM = new SecureRandom();

  static MachineSecret fresh(String prefix) {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new MachineSecret(
        prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** What is kept of it. */
  byte[] digest() {
    return HexFormat.of().parseHex(SecretDigests.of(plain));
  }

  String beginning() {
    return plain.substring(0, API_KEY.length() + SHOWN);
  }

  @Override
  public String toString() {
    return "MachineSecret[]";
  }
}
