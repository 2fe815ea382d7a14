package org.teei.csr.schema.identity;

import static org.teei.csr.schema.jooq.Tables.SIGNING_KEYS;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
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
   * The next key signs from now on, see {@link SigningKeyRotations}.
   *
   * @return the id of the key that signs now
   */
  public String rotate(DSLContext db) {
    return new SigningKeyRotations(kms).rotate(db, Ids.next()).keyId();
  }

  /** Keys are made and wrapped outside of the transaction; of two processes one comes first. */
  private void make() {
    var active = NewSigningKey.make(kms);
    var next = NewSigningKey.make(kms);
    tenancy.change(
        PLATFORM,
        db -> {
          active.insert(db, State.ACTIVE);
          next.insert(db, State.NEXT);
        });
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
      var secret = kms.unwrap(row.getWrappedPrivateKey(), NewSigningKey.name(row.getKeyId()));
      return new KeyPair(
          rsa.generatePublic(new X509EncodedKeySpec(row.getPublicKey())),
          rsa.generatePrivate(new PKCS8EncodedKeySpec(secret)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The signing key is none", e);
    }
  }
}
