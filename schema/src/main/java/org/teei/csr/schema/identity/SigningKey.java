package org.teei.csr.schema.identity;

import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Locale;

/**
 * A key pair of access tokens.
 *
 * @param keyId the {@code kid} of the tokens that it signs
 */
public record SigningKey(
    String keyId, State state, RSAPublicKey publicKey, RSAPrivateKey privateKey) {

  /** Keys go from one to the next in this order. */
  public enum State {
    /** Published, so that it is known everywhere before it signs. */
    NEXT,
    /** Signs. */
    ACTIVE,
    /** Signs no more, but what it signed is valid until it ends. */
    RETIRED;

    /** As it stands in the database. */
    String column() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return "SigningKey[keyId=" + keyId + ", state=" + state + "]";
  }
}
