package org.teei.csr.api.imports;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest by which the same bytes are known again. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
