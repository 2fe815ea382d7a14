package org.teei.csr.schema.personaldata;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;

/**
 * AES-256-GCM with the data key of a tenant. A ciphertext begins with the version of its key (four
 * bytes, big-endian).
 */
public final class TenantCipher {
  private final TenantKeys keys;
  private final String tenant;
  private final Map<Integer, AesGcmJce> versions = new HashMap<>();

  private final int writing;

  /**
   * @param writing the version that encrypts
   */
  TenantCipher(TenantKeys keys, String tenant, NavigableMap<Integer, byte[]> secrets, int writing) {
    this.keys = keys;
    this.tenant = tenant;
    this.writing = writing;
    secrets.forEach((version, secret) -> versions.put(version, aead(secret)));
  }

  /** The version of the key that encrypts now. */
  public int version() {
    return writing;
  }

  /** The version of the key that made {@code ciphertext}. */
  public static int versionOf(byte[] ciphertext) {
    if (ciphertext.length < Integer.BYTES) {
      throw new DecryptionException("Too short for a ciphertext", null);
    }
    return ByteBuffer.wrap(ciphertext).getInt();
  }

  /**
   * Encrypts {@code plain}.
   *
   * @param associatedData the place of the ciphertext; needed unchanged to decrypt
   */
  public byte[] encrypt(byte[] plain, byte[] associatedData) {
    var aead = Objects.requireNonNull(versions.get(writing));
    try {
      var sealed = aead.encrypt(plain, associatedData);
      return ByteBuffer.allocate(Integer.BYTES + sealed.length).putInt(writing).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Encryption failed", e);
    }
  }

  /**
   * Decrypts what {@link #encrypt} gave for the same tenant and associated data, with whatever
   * version; one that this process does not know yet is read from the database first.
   *
   * @throws DecryptionException if it is anything else
   * @throws KmsUnavailableException if its key is not in memory and the KMS does not answer
   */
  public byte[] decrypt(byte[] ciphertext, byte[] associatedData) {
    return decrypt("tenant-data", ciphertext, associatedData);
  }

  /**
   * @param purpose what is decrypted, a constant of the code
   */
  byte[] decrypt(String purpose, byte[] ciphertext, byte[] associatedData) {
    var decryptions = keys.decryptions();
    if (ciphertext.length < Integer.BYTES) {
      throw decryptions.refused(purpose, "Too short for a ciphertext", null);
    }
    var version = versionOf(ciphertext);
    var known = versions.get(version);
    var aead = known == null ? keys.refreshedCipher(tenant).versions.get(version) : known;
    if (aead == null) {
      throw decryptions.refused(purpose, "No such version of the tenant's key", null);
    }
    try {
      var plain =
          aead.decrypt(
              Arrays.copyOfRange(ciphertext, Integer.BYTES, ciphertext.length), associatedData);
      decryptions.opened(purpose);
      return plain;
    } catch (GeneralSecurityException e) {
      throw decryptions.refused(purpose, "The tenant's key does not open this ciphertext", e);
    }
  }

  @Override
  public String toString() {
    return "TenantCipher[tenant=" + tenant + ", version=" + version() + "]";
  }

  private static AesGcmJce aead(byte[] secret) {
    try {
      return new AesGcmJce(secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }
}
