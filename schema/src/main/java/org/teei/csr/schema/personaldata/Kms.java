package org.teei.csr.schema.personaldata;

/** The service that holds the platform's master key and never gives it away. */
public interface Kms {
  /**
   * Names the master key that {@link #wrap} uses now.
   *
   * @throws KmsUnavailableException if the service does not answer
   */
  String keyId();

  /**
   * Encrypts a key.
   *
   * @param associatedData says what the key is for; needed unchanged to unwrap
   * @throws KmsUnavailableException if the service does not answer
   */
  byte[] wrap(byte[] key, byte[] associatedData);

  /**
   * Decrypts a key that {@link #wrap} encrypted, also under an earlier master key.
   *
   * @throws DecryptionException if {@code wrapped} or {@code associatedData} is not what {@link
   *     #wrap} gave and got
   * @throws KmsUnavailableException if the service does not answer
   */
  byte[] unwrap(byte[] wrapped, byte[] associatedData);
}
