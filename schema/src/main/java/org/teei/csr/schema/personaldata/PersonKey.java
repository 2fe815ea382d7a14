package org.teei.csr.schema.personaldata;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.security.GeneralSecurityException;
import java.util.UUID;

/**
 * The key of one person (AES-256-GCM). Each ciphertext is bound to its tenant, table, column and
 * row, so that one copied elsewhere does not open. Destroying the key makes all of them unreadable.
 */
public final class PersonKey {
  private final String tenant;
  private final UUID personId;
  private final byte[] secret;
  private final AesGcmJce aead;
  private final Decryptions decryptions;

  PersonKey(String tenant, UUID personId, byte[] secret, Decryptions decryptions) {
    this.tenant = tenant;
    this.personId = personId;
    this.secret = secret;
    this.decryptions = decryptions;
    try {
      this.aead = new AesGcmJce(secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  public String tenant() {
    return tenant;
  }

  public UUID personId() {
    return personId;
  }

  /**
   * Encrypts the content of one cell.
   *
   * @param rowId the final id of the row
   */
  public byte[] encrypt(String table, String column, UUID rowId, byte[] plain) {
    try {
      return aead.encrypt(plain, place(table, column, rowId));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Encryption failed", e);
    }
  }

  /**
   * Decrypts the content of the cell for which {@link #encrypt} made it.
   *
   * @throws DecryptionException if it comes from another cell, tenant or person, or was changed
   */
  public byte[] decrypt(String table, String column, UUID rowId, byte[] ciphertext) {
    var purpose = table + "." + column;
    try {
      var plain = aead.decrypt(ciphertext, place(table, column, rowId));
      decryptions.opened(purpose);
      return plain;
    } catch (GeneralSecurityException e) {
      throw decryptions.refused(
          purpose, "The person's key does not open this ciphertext of " + purpose, e);
    }
  }

  byte[] secret() {
    return secret;
  }

  @Override
  public String toString() {
    return "PersonKey[personId=" + personId + "]";
  }

  private byte[] place(String table, String column, UUID rowId) {
    return Bytes.of(rowId, tenant, table, column);
  }
}
