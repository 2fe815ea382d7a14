package org.teei.csr.api.identity.signin;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.teei.csr.schema.shared.Sha256;

/**
 * A code or refresh token: the tenant, so that the row is looked for under its row security, a dot,
 * and 32 random bytes.
 *
 * @param digest by which it is found; the secret itself is not kept
 */
record TenantSecret(String tenant, byte[] digest) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;
  private static final int LONGEST = 200;

  static String fresh(String tenant) {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return tenant + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Empty for what was never made here; a JWT has two dots. */
  static Optional<TenantSecret> of(String secret) {
    var dot = secret.indexOf('.');
    return dot <= 0 || dot != secret.lastIndexOf('.') || secret.length() > LONGEST
        ? Optional.empty()
        : Optional.of(new TenantSecret(secret.substring(0, dot), digest(secret)));
  }

  static byte[] digest(String secret) {
    return Sha256.of(secret);
  }
}
