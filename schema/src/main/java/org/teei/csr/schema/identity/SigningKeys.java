package org.teei.csr.schema.identity;

import static org.teei.csr.schema.jooq.Tables.SIGNING_KEYS;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.schema.identity.SigningKey.State;
import org.teei.csr.schema.jooq.tables.records.SigningKeysRecord;
import org.teei.csr.schema.personaldata.Kms;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * The keys that sign access tokens, RSA of 2048 bits, made at first use. Several processes may use
 * and rotate them at once: the database has one active and one next key.
 */
public final class SigningKeys {
  /** The tenant under which the platform itself acts. */
  public static final String PLATFORM = "platform";

  private static final int BITS = 2048;

  private record NewKey(String keyId, byte[] publicKey, byte[] wrapped) {}

  private final Tenancy tenancy;
  private final Kms kms;
  private final Duration published;
  private final Map<String, KeyPair> opened = new ConcurrentHashMap<>();

  /**
   * @param published how long a retired key is still needed: the life of the tokens that it signed
   */
  public SigningKeys(Tenancy tenancy, Kms kms, Duration published) {
    this.tenancy = tenancy;
    this.kms = kms;
    this.published = published;
  }

  /** The active key, the next one, and those whose tokens may still be valid. */
  public List<SigningKey> all() {
    var rows = tenancy.read(PLATFORM, this::select);
    if (rows.stream().filter(row -> !row.getState().equals("retired")).count() < 2) {
      make();
      rows = tenancy.read(PLATFORM, this::select);
    }
    opened.keySet().retainAll(rows.stream().map(SigningKeysRecord::getKeyId).toList());
    return rows.stream().map(this::open).toList();
  }

  /**
   * The next key signs from now on, and another next one is published. Whoever verifies by keys
   * that were published before knows the one that signs now.
   *
   * @return the id of the key that signs now
   */
  public String rotate(DSLContext db) {
    var another = newKey();
    db.execute("lock table signing_keys in share row exclusive mode");
    var waiting = id(db, State.NEXT);
    db.update(SIGNING_KEYS)
        .set(SIGNING_KEYS.STATE, column(State.RETIRED))
        .set(SIGNING_KEYS.RETIRED_AT, DSL.currentInstant())
        .where(SIGNING_KEYS.KEY_ID.eq(id(db, State.ACTIVE)))
        .execute();
    db.update(SIGNING_KEYS)
        .set(SIGNING_KEYS.STATE, column(State.ACTIVE))
        .set(SIGNING_KEYS.ACTIVATED_AT, DSL.currentInstant())
        .where(SIGNING_KEYS.KEY_ID.eq(waiting))
        .execute();
    insert(db, another, State.NEXT);
    return waiting;
  }

  private static String id(DSLContext db, State state) {
    return db.select(SIGNING_KEYS.KEY_ID)
        .from(SIGNING_KEYS)
        .where(SIGNING_KEYS.STATE.eq(column(state)))
        .fetchSingle(row -> row.value1());
  }

  /** Keys are made and wrapped outside of the transaction; of two processes one comes first. */
  private void make() {
    var active = newKey();
    var next = newKey();
    tenancy.change(
        PLATFORM,
        db -> {
          insert(db, active, State.ACTIVE);
          insert(db, next, State.NEXT);
        });
  }

  private static void insert(DSLContext db, NewKey key, State state) {
    db.insertInto(SIGNING_KEYS)
        .set(SIGNING_KEYS.KEY_ID, key.keyId)
        .set(SIGNING_KEYS.STATE, column(state))
        .set(SIGNING_KEYS.PUBLIC_KEY, key.publicKey)
        .set(SIGNING_KEYS.WRAPPED_PRIVATE_KEY, key.wrapped)
        .set(
            SIGNING_KEYS.ACTIVATED_AT,
            state == State.ACTIVE ? DSL.currentInstant() : DSL.castNull(SIGNING_KEYS.ACTIVATED_AT))
        .onConflictDoNothing()
        .execute();
  }

  private List<SigningKeysRecord> select(DSLContext db) {
    return new ArrayList<>(
        db.selectFrom(SIGNING_KEYS)
            .where(
                SIGNING_KEYS
                    .RETIRED_AT
                    .isNull()
                    .or(
                        SIGNING_KEYS.RETIRED_AT.gt(
                            DSL.field(
                                "now() - make_interval(secs => {0})",
                                SIGNING_KEYS.RETIRED_AT.getDataType(),
                                DSL.val(published.toSeconds())))))
            .orderBy(SIGNING_KEYS.CREATED_AT, SIGNING_KEYS.KEY_ID)
            .fetch());
  }

  private NewKey newKey() {
    var keyId = Ids.next().toString();
    KeyPair pair = generate();
    return new NewKey(
        keyId,
        pair.getPublic().getEncoded(),
        kms.wrap(pair.getPrivate().getEncoded(), name(keyId)));
  }

  /** The KMS is asked once for each key; while it is away, those that are known go on. */
  private SigningKey open(SigningKeysRecord row) {
    var pair = opened.computeIfAbsent(row.getKeyId(), keyId -> unwrap(row));
    return new SigningKey(
        row.getKeyId(),
        State.valueOf(row.getState().toUpperCase(Locale.ROOT)),
        (RSAPublicKey) pair.getPublic(),
        (RSAPrivateKey) pair.getPrivate());
  }

  private KeyPair unwrap(SigningKeysRecord row) {
    try {
      var rsa = KeyFactory.getInstance("RSA");
      var secret = kms.unwrap(row.getWrappedPrivateKey(), name(row.getKeyId()));
      return new KeyPair(
          rsa.generatePublic(new X509EncodedKeySpec(row.getPublicKey())),
          rsa.generatePrivate(new PKCS8EncodedKeySpec(secret)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The signing key is none", e);
    }
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

  private static String column(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static byte[] name(String keyId) {
    return ("signing_keys/" + keyId).getBytes(StandardCharsets.UTF_8);
  }
}
