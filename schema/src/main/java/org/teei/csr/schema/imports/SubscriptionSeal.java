package org.teei.csr.schema.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.teei.csr.schema.personaldata.TenantCipher;
import org.teei.csr.schema.personaldata.TenantKeys;

/**
 * Encrypts what a subscription keeps from whoever reads the database: where its notices go and what
 * signs them. A ciphertext opens in its own row and column only.
 */
public final class SubscriptionSeal {
  private final TenantKeys keys;

  public SubscriptionSeal(TenantKeys keys) {
    this.keys = keys;
  }

  private enum Column {
    TARGET,
    SECRET
  }

  /** What is kept of the receiver: one URL, or addresses of mail. */
  public byte[] sealTarget(String tenant, UUID subscription, List<String> target) {
    return seal(tenant, subscription, Column.TARGET, String.join("\n", target));
  }

  public List<String> openTarget(String tenant, UUID subscription, byte[] ciphertext) {
    return List.of(open(tenant, subscription, Column.TARGET, ciphertext).split("\n", -1));
  }

  /**
   * @param secret in the form of Standard Webhooks, {@code whsec_…}
   */
  public byte[] sealSecret(String tenant, UUID subscription, String secret) {
    return seal(tenant, subscription, Column.SECRET, secret);
  }

  public String openSecret(String tenant, UUID subscription, byte[] ciphertext) {
    return open(tenant, subscription, Column.SECRET, ciphertext);
  }

  private byte[] seal(String tenant, UUID subscription, Column column, String plain) {
    return cipher(tenant).encrypt(plain.getBytes(UTF_8), place(tenant, subscription, column));
  }

  private String open(String tenant, UUID subscription, Column column, byte[] ciphertext) {
    return new String(
        cipher(tenant).decrypt(ciphertext, place(tenant, subscription, column)), UTF_8);
  }

  private TenantCipher cipher(String tenant) {
    return keys.cipher(tenant);
  }

  private static byte[] place(String tenant, UUID subscription, Column column) {
    return String.join(
            "\0",
            "import_subscriptions",
            column.name().toLowerCase(Locale.ROOT),
            tenant,
            subscription.toString())
        .getBytes(UTF_8);
  }
}
