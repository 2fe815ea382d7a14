package org.teei.csr.schema.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Json;

/**
 * Encrypts access keys to the buckets of drop folders. A ciphertext opens in the row of its folder
 * only.
 */
public final class BucketSeal {
  private final TenantKeys keys;

  public BucketSeal(TenantKeys keys) {
    this.keys = keys;
  }

  public byte[] seal(String tenant, UUID folder, BucketKey key) {
    return keys.cipher(tenant).encrypt(Json.of(key).getBytes(UTF_8), place(tenant, folder));
  }

  public BucketKey open(String tenant, UUID folder, byte[] ciphertext) {
    byte[] plain = keys.cipher(tenant).decrypt(ciphertext, place(tenant, folder));
    return Json.read(new String(plain, UTF_8), BucketKey.class);
  }

  private static byte[] place(String tenant, UUID folder) {
    return String.join(
            "\0", "import_folders", "bucket_credentials_ciphertext", tenant, folder.toString())
        .getBytes(UTF_8);
  }
}
