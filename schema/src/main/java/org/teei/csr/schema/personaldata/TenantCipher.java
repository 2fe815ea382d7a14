package org.teei.csr.schema.personaldata;

import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM with the data key of a tenant. A ciphertext begins with the version of its key (four
 * bytes, big-endian).
 */
public final class TenantCipher {
  private final TenantKeys keys;
  private final String tenant;
  private final NavigableMap<Integer, AesGcmJce> versions = new TreeMap<>();

  TenantCipher(TenantKeys keys, String tenant, NavigableMap<Integer, byte[]> secrets) {
    this.keys = keys;
    this.tenant = tenant;
    secrets.forEach((version, secret) -> versions.put(version, aead(secret)));
  }

  /** The version of the key that encrypts now. */
  public int version() {
    return versions.lastKey();
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
    var newest = versions.lastEntry();
    try {
      var sealed = newest.getValue().encrypt(plain, associatedData);
      return ByteBuffer.allocate(Integer.BYTES + sealed.length)
          .putInt(newest.getKey())
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Encryption failed", e);
    }
  }

  /**
   * Decrypts what {@link #encrypt} gave for the same tenant and associated data, with whatever
   * version.
   *
   * @throws DecryptionException if it is anything else
   */
  public byte[] decrypt(byte[] ciphertext, byte[] associatedData) {
    var version = versionOf(ciphertext);
    var aead = versions.get(version);
    if (aead == null) {
      aead = keys.refreshedCipher(tenant).versions.get(version);
    }
    return decrypt(aead, ciphertext, associatedData);
  }

  @Override
  public String toString() {
    return "TenantCipher[tenant=" + tenant + ", version=" + version() + "]";
  }

  private static byte[] decrypt(
      @Nullable AesGcmJce aead, byte[] ciphertext, byte[] associatedData) {
    if (aead == null) {
      throw new DecryptionException("No such version of the tenant's key", null);
    }
    try {
      return aead.decrypt(
          Arrays.copyOfRange(ciphertext, Integer.BYTES, ciphertext.length), associatedData);
    } catch (GeneralSecurityException e) {
      throw new DecryptionException("The tenant's key does not open this ciphertext", e);
    }
  }

  private static AesGcmJce aead(byte[] secret) {
    try {
      return new AesGcmJce(secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }
}
