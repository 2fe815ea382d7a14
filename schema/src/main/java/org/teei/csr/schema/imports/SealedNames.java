package org.teei.csr.schema.imports;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.teei.csr.schema.personaldata.TenantKeys;

/** Names of files in drop folders, encrypted: people write names of people into them. */
public final class SealedNames {
  private final TenantKeys keys;

  public SealedNames(TenantKeys keys) {
    this.keys = keys;
  }

  /**
   * @param fileKey of the row that the name is kept in
   */
  public byte[] seal(String tenant, byte[] fileKey, String name) {
    return keys.cipher(tenant)
        .encrypt(name.getBytes(StandardCharsets.UTF_8), place(tenant, fileKey));
  }

  public String open(String tenant, byte[] fileKey, byte[] sealed) {
    return new String(
        keys.cipher(tenant).decrypt(sealed, place(tenant, fileKey)), StandardCharsets.UTF_8);
  }

  private static byte[] place(String tenant, byte[] fileKey) {
    return "%s/import_folder_files/name_ciphertext/%s"
        .formatted(tenant, HexFormat.of().formatHex(fileKey))
        .getBytes(StandardCharsets.UTF_8);
  }
}
