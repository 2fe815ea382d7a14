package org.teei.csr.schema.identity;

import static org.teei.csr.schema.jooq.Tables.SIGNING_KEYS;

import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.schema.identity.SigningKey.State;
import org.teei.csr.schema.personaldata.Kms;

/**
 * Lets the next key sign and publishes another next one. Needs no private key, so who rotates needs
 * not be able to sign.
 */
public final class SigningKeyRotations {
  private final Kms kms;

  public SigningKeyRotations(Kms kms) {
    this.kms = kms;
  }

  /**
   * What a rotation came to.
   *
   * @param keyId the key that it let sign
   * @param repeated whether an earlier try had done it
   */
  public record Rotation(String keyId, boolean repeated) {}

  /**
   * Rotates once for each id, however often it is called. Whoever verifies by keys that were
   * published before knows the one that signs now.
   */
  public Rotation rotate(DSLContext db, UUID rotationId) {
    var another = NewSigningKey.make(kms);
    db.execute("select pg_advisory_xact_lock(hashtextextended('signing-keys', 0))");
    var earlier =
        db.select(SIGNING_KEYS.KEY_ID)
            .from(SIGNING_KEYS)
            .where(SIGNING_KEYS.ACTIVATED_BY.eq(rotationId))
            .fetchOne(row -> row.value1());
    return earlier == null ? rotate(db, rotationId, another) : new Rotation(earlier, true);
  }

  private static Rotation rotate(DSLContext db, UUID rotationId, NewSigningKey another) {
    var waiting = id(db, State.NEXT);
    db.update(SIGNING_KEYS)
        .set(SIGNING_KEYS.STATE, State.RETIRED.column())
        .set(SIGNING_KEYS.RETIRED_AT, DSL.currentInstant())
        .where(SIGNING_KEYS.KEY_ID.eq(id(db, State.ACTIVE)))
        .execute();
    db.update(SIGNING_KEYS)
        .set(SIGNING_KEYS.STATE, State.ACTIVE.column())
        .set(SIGNING_KEYS.ACTIVATED_AT, DSL.currentInstant())
        .set(SIGNING_KEYS.ACTIVATED_BY, rotationId)
        .where(SIGNING_KEYS.KEY_ID.eq(waiting))
        .execute();
    another.insert(db, State.NEXT);
    return new Rotation(waiting, false);
  }

  private static String id(DSLContext db, State state) {
    return db.select(SIGNING_KEYS.KEY_ID)
        .from(SIGNING_KEYS)
        .where(SIGNING_KEYS.STATE.eq(state.column()))
        .fetchSingle(row -> row.value1());
  }
}
