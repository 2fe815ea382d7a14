package org.teei.csr.schema.personaldata;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.subtle.Hkdf;
import java.security.GeneralSecurityException;

/** Keys from keys (HKDF-SHA256, RFC 5869), so that one key never serves two algorithms. */
final class Derivation {
  private Derivation() {}

  static byte[] of(byte[] key, String purpose) {
    try {
      return Hkdf.computeHkdf("HMACSHA256", key, new byte[0], purpose.getBytes(UTF_8), 32);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HKDF is not available", e);
    }
  }
}
