package org.teei.csr.api.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.teei.csr.schema.shared.Sha256;

/**
 * SHA-256 of secrets that were made by us from 32 random bytes. Such a secret cannot be guessed, so
 * a slow digest would cost time on each request and add nothing.
 */
@Component
public final class SecretDigests implements PasswordEncoder {

  /** The digest in hexadecimal. */
  public static String of(CharSequence secret) {
    return HexFormat.of().formatHex(Sha256.of(secret.toString()));
  }

  @Override
  public @Nullable String encode(@Nullable CharSequence secret) {
    return secret == null ? null : of(secret);
  }

  @Override
  public boolean matches(@Nullable CharSequence secret, @Nullable String digest) {
    return secret != null
        && digest != null
        && MessageDigest.isEqual(
            of(secret).getBytes(StandardCharsets.US_ASCII),
            digest.getBytes(StandardCharsets.US_ASCII));
  }
}
