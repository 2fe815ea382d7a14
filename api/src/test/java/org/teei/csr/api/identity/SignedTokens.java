package org.teei.csr.api.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.function.UnaryOperator;
import org.teei.csr.api.shared.Api;
import org.teei.csr.schema.identity.SigningKey;
import org.teei.csr.schema.identity.SigningKeys;

/** Tokens with the claims of one that was given out, changed and signed again. */
public final class SignedTokens {
  private final Api api;
  private final String given;

  public SignedTokens(Api api, String given) {
    this.api = api;
    this.given = given;
  }

  /** Signed with our own key, as an access token. */
  public String ours(UnaryOperator<JWTClaimsSet.Builder> change) {
    return ours("at+jwt", change);
  }

  /** Signed with our own key. */
  String ours(String type, UnaryOperator<JWTClaimsSet.Builder> change) {
    var key = active();
    return signed(
        header(JWSAlgorithm.RS256, type, key.keyId()).build(),
        new RSASSASigner(key.privateKey()),
        change);
  }

  String signed(JWSHeader header, JWSSigner signer, UnaryOperator<JWTClaimsSet.Builder> change) {
    try {
      var jwt = new SignedJWT(header, claims(change));
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("A test signs what can be signed", e);
    }
  }

  JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
    try {
      return change
          .apply(new JWTClaimsSet.Builder(SignedJWT.parse(given).getJWTClaimsSet()))
          .build();
    } catch (ParseException e) {
      throw new IllegalStateException("Tokens that are given out are JWTs", e);
    }
  }

  SigningKey active() {
    return api.bean(SigningKeys.class).all().stream()
        .filter(key -> key.state() == SigningKey.State.ACTIVE)
        .findFirst()
        .orElseThrow();
  }

  static JWSHeader.Builder header(JWSAlgorithm algorithm, String type, String keyId) {
    return new JWSHeader.Builder(algorithm).type(new JOSEObjectType(type)).keyID(keyId);
  }
}
