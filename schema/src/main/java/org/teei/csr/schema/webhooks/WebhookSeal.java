package org.teei.csr.schema.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import org.teei.csr.schema.personaldata.TenantKeys;

/**
 * Encrypts what webhooks keep from whoever reads the database: secrets of endpoints and what came
 * in. A ciphertext opens in its own row and column only.
 */
public final class WebhookSeal {
  private final TenantKeys keys;

  public WebhookSeal(TenantKeys keys) {
    this.keys = keys;
  }

  public byte[] sealSecret(String tenant, UUID endpoint, String secret) {
    return keys.cipher(tenant)
        .encrypt(secret.getBytes(UTF_8), place("webhook_endpoints", "secret", tenant, endpoint));
  }

  public String openSecret(String tenant, UUID endpoint, byte[] ciphertext) {
    return new String(
        keys.cipher(tenant)
            .decrypt(ciphertext, place("webhook_endpoints", "secret", tenant, endpoint)),
        UTF_8);
  }

  /**
   * @param body as it was sent
   */
  public byte[] sealBody(String tenant, UUID callback, byte[] body) {
    return keys.cipher(tenant).encrypt(body, place("webhook_events", "body", tenant, callback));
  }

  public byte[] openBody(String tenant, UUID callback, byte[] ciphertext) {
    return keys.cipher(tenant)
        .decrypt(ciphertext, place("webhook_events", "body", tenant, callback));
  }

  private static byte[] place(String table, String column, String tenant, UUID row) {
    return String.join("\0", table, column, tenant, row.toString()).getBytes(UTF_8);
  }
}
