package org.teei.csr.api.identity.limits;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The names under which is counted, as digests. */
final class Buckets {
  private Buckets() {}

  /** No kind and no scope holds a line break, so no two things are counted as one. */
  static byte[] of(String kind, String scope, String name) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest((kind + "\n" + scope + "\n" + name).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
