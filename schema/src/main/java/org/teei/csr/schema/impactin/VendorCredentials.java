package org.teei.csr.schema.impactin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.shared.Sha256;

/**
 * Encrypts what a company signs in with on a platform. A ciphertext opens in the row of its company
 * and platform only; it may move from the next credentials to the current ones.
 */
public final class VendorCredentials {
  private static final int DIGITS = 12;

  private final TenantKeys keys;

  public VendorCredentials(TenantKeys keys) {
    this.keys = keys;
  }

  /**
   * @param platform by its spelling
   * @param values by name, as {@code apiKey}
   */
  public byte[] seal(String tenant, String platform, Map<String, String> values) {
    return keys.cipher(tenant)
        .encrypt(Json.of(new TreeMap<>(values)).getBytes(UTF_8), place(tenant, platform));
  }

  public SortedMap<String, String> open(String tenant, String platform, byte[] ciphertext) {
    SortedMap<String, String> values = new TreeMap<>();
    Json.read(
            new String(keys.cipher(tenant).decrypt(ciphertext, place(tenant, platform)), UTF_8),
            Map.class)
        .forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
    return values;
  }

  /**
   * What tells one setting of credentials from another, and nothing about them: it is made of the
   * ciphertext, which differs each time.
   */
  public static String fingerprint(byte[] ciphertext) {
    return HexFormat.of().formatHex(Sha256.start().digest(ciphertext)).substring(0, DIGITS);
  }

  private static byte[] place(String tenant, String platform) {
    return String.join("\0", "vendor_connections", "credentials", tenant, platform).getBytes(UTF_8);
  }
}
