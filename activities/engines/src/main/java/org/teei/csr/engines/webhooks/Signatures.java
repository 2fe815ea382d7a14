package org.teei.csr.engines.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.teei.csr.engines.webhooks.SignatureProfile.Claim;

/**
 * Verifies HMAC-SHA256 signatures over the very bytes that came in. Comparing takes as long for a
 * signature that is nearly right as for any other.
 */
public final class Signatures {
  /** How far the time of a signature may be from ours, before and after. */
  public static final Duration WINDOW = Duration.ofSeconds(300);

  private static final String ALGORITHM = "HmacSHA256";

  private Signatures() {}

  /**
   * Whether somebody who knows one of the secrets signed this within the window.
   *
   * @param headers the value of a header by its name, blank if there is none
   * @param secrets those that are good now, blank ones are none
   */
  public static boolean verify(
      WebhookSource source,
      UnaryOperator<String> headers,
      byte[] body,
      List<String> secrets,
      Instant now) {
    String timestamp =
        source.timestampHeader().isEmpty() ? "" : headers.apply(source.timestampHeader());
    return source
        .profile()
        .claim(headers.apply(source.signatureHeader()), timestamp)
        .filter(claim -> signed(claim, body, secrets))
        .filter(claim -> Duration.between(claim.at(), now).abs().compareTo(WINDOW) <= 0)
        .isPresent();
  }

  /** Looks at all of them, so that time does not tell which one was right. */
  private static boolean signed(Claim claim, byte[] body, List<String> secrets) {
    boolean found = false;
    for (String secret : secrets) {
      if (secret.isBlank()) {
        continue;
      }
      byte[] right = digest(secret, claim.begin(), body);
      for (byte[] given : claim.digests()) {
        found |= MessageDigest.isEqual(right, given);
      }
    }
    return found;
  }

  private static byte[] digest(String secret, String begin, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
      mac.update(begin.getBytes(UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
