package org.teei.csr.schema.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.teei.csr.schema.shared.Ids;

/**
 * Makes the tokens by which one service calls another: signed by the caller's own key, for one
 * audience, for one call, and for five minutes at most.
 */
public final class ServiceTokens {
  public static final String TYPE = "service+jwt";
  public static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

  private static final Duration LIFE = Duration.ofMinutes(1);

  private final String service;
  private final RSAPrivateKey key;
  private final String keyId;

  /**
   * @param service the id by which those who are called know the caller
   */
  public ServiceTokens(String service, RSAPublicKey publicKey, RSAPrivateKey privateKey) {
    this.service = service;
    this.key = privateKey;
    this.keyId = keyId(publicKey);
  }

  /**
   * A token for the next call; a second call needs another.
   *
   * @param audience who is called, such as {@code csr-api}
   */
  public String next(String audience) {
    var now = Instant.now();
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType(TYPE))
                .keyID(keyId)
                .build(),
            new JWTClaimsSet.Builder()
                .issuer(service)
                .subject(service)
                .audience(audience)
                .jwtID(Ids.next().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build());
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("The key of " + service + " cannot sign", e);
    }
    return token.serialize();
  }

  /** The {@code kid} of a key: its thumbprint (RFC 7638), so that both sides know it by itself. */
  public static String keyId(RSAPublicKey key) {
    try {
      return new RSAKey.Builder(key).build().computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
