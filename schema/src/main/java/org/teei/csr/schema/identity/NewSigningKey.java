package org.teei.csr.schema.identity;

import static org.teei.csr.schema.jooq.Tables.SIGNING_KEYS;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.schema.identity.SigningKey.State;
import org.teei.csr.schema.personaldata.Kms;
import org.teei.csr.schema.shared.Ids;

/** A key that was just made, RSA of 2048 bits, with its private half wrapped by the KMS. */
record NewSigningKey(String keyId, byte[] publicKey, byte[] wrapped) {
  private static final int BITS = 2048;

  static NewSigningKey make(Kms kms) {
    var keyId = Ids.next().toString();
    KeyPair pair = generate();
    return new NewSigningKey(
        keyId,
        pair.getPublic().getEncoded(),
        kms.wrap(pair.getPrivate().getEncoded(), name(keyId)));
  }

  /** What the KMS binds a wrapped key to. */
  static byte[] name(String keyId) {
    return ("signing_keys/" + keyId).getBytes(StandardCharsets.UTF_8);
  }

  /** Unless there is one in this state. */
  void insert(DSLContext db, State state) {
    db.insertInto(SIGNING_KEYS)
        .set(SIGNING_KEYS.KEY_ID, keyId)
        .set(SIGNING_KEYS.STATE, state.column())
        .set(SIGNING_KEYS.PUBLIC_KEY, publicKey)
        .set(SIGNING_KEYS.WRAPPED_PRIVATE_KEY, wrapped)
        .set(
            SIGNING_KEYS.ACTIVATED_AT,
            state == State.ACTIVE ? DSL.currentInstant() : DSL.castNull(SIGNING_KEYS.ACTIVATED_AT))
        .onConflictDoNothing()
        .execute();
  }

  private static KeyPair generate() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA is not available", e);
    }
  }
}
