package org.teei.csr.simulators.impactin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How each platform signs a callback: over the time and the very bytes of the body. */
final class Signatures {
  private Signatures() {}

  /**
   * @param at in whole seconds
   */
  static Map<String, String> headers(Platform platform, String secret, byte[] body, Instant at) {
    String seconds = String.valueOf(at.getEpochSecond());
    return switch (platform) {
      case BENEVITY ->
          Map.of(
              "X-Benevity-Signature",
              "t=" + seconds + ",v1=" + hex(hmac(secret, seconds + ".", body)));
      case GOODERA ->
          Map.of(
              "X-Goodera-Request-Timestamp",
              seconds,
              "X-Goodera-Signature",
              "sha256=" + hex(hmac(secret, seconds + ".", body)));
      case WORKDAY ->
          Map.of(
              "X-Workday-Request-Timestamp",
              at.toString(),
              "X-Workday-Signature",
              Base64.getEncoder().encodeToString(hmac(secret, at + ":", body)));
    };
  }

  private static byte[] hmac(String secret, String before, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(before.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
