package org.teei.csr.schema.personaldata;

/** The service that holds the platform's master key and never gives it away. */
public interface Kms {
  /** Names the master key that {@link #wrap} uses now. */
  String keyId();

  /**
   * Encrypts a key.
   *
   * @param associatedData says what the key is for; needed unchanged to unwrap
   */
  byte[] wrap(byte[] key, byte[] associatedData);

  /**
   * Decrypts a key that {@link #wrap} encrypted, also under an earlier master key.
   *
   * @throws DecryptionException if {@code wrapped} or {@code associatedData} is not what {@link
   *     #wrap} gave and got
   */
  byte[] unwrap(byte[] wrapped, byte[] associatedData);
}
