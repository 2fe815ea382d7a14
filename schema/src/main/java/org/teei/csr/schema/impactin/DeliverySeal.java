package org.teei.csr.schema.impactin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import org.teei.csr.schema.personaldata.TenantKeys;

/**
 * Encrypts what went to a platform and what it answered. A ciphertext opens in its own row and
 * column only.
 */
public final class DeliverySeal {
  private final TenantKeys keys;

  public DeliverySeal(TenantKeys keys) {
    this.keys = keys;
  }

  public byte[] sealPayload(String tenant, UUID delivery, byte[] payload) {
    return keys.cipher(tenant).encrypt(payload, place("payload", tenant, delivery, 0));
  }

  public byte[] openPayload(String tenant, UUID delivery, byte[] ciphertext) {
    return keys.cipher(tenant).decrypt(ciphertext, place("payload", tenant, delivery, 0));
  }

  /**
   * @param run the last one that would have sent it
   */
  public byte[] sealReplaced(String tenant, UUID delivery, int run, byte[] payload) {
    return keys.cipher(tenant).encrypt(payload, place("replaced-payload", tenant, delivery, run));
  }

  public byte[] openReplaced(String tenant, UUID delivery, int run, byte[] ciphertext) {
    return keys.cipher(tenant)
        .decrypt(ciphertext, place("replaced-payload", tenant, delivery, run));
  }

  public byte[] sealRequest(String tenant, UUID delivery, int attempt, byte[] request) {
    return keys.cipher(tenant).encrypt(request, place("request", tenant, delivery, attempt));
  }

  public byte[] openRequest(String tenant, UUID delivery, int attempt, byte[] ciphertext) {
    return keys.cipher(tenant).decrypt(ciphertext, place("request", tenant, delivery, attempt));
  }

  public byte[] sealResponse(String tenant, UUID delivery, int attempt, byte[] response) {
    return keys.cipher(tenant).encrypt(response, place("response", tenant, delivery, attempt));
  }

  public byte[] openResponse(String tenant, UUID delivery, int attempt, byte[] ciphertext) {
    return keys.cipher(tenant).decrypt(ciphertext, place("response", tenant, delivery, attempt));
  }

  private static byte[] place(String column, String tenant, UUID delivery, int number) {
    return String.join(
            "\0", "impact_deliveries", column, tenant, delivery.toString(), String.valueOf(number))
        .getBytes(UTF_8);
  }
}
