package org.teei.csr.schema.personaldata;

import static org.teei.csr.schema.jooq.Tables.TENANT_KEYS;

import com.google.crypto.tink.subtle.Random;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * The keys of tenants, made at first use, unwrapped once and then kept in memory. Safe for use by
 * many threads and processes at once: the first key that reaches the database is everybody's. A
 * data key has versions: a new one is first known, so that it can be read wherever it turns up,
 * then encrypts; earlier ones go on decrypting. {@link KeyWatch} lets a process learn of them.
 */
public final class TenantKeys {
  enum Purpose {
    DATA("data"),
    INDEX("index"),
    SEAL("seal");

    /** As in {@code tenant_keys.purpose}. */
    final String column;

    Purpose(String column) {
      this.column = column;
    }

    static Purpose of(String column) {
      return Stream.of(values())
          .filter(purpose -> purpose.column.equals(column))
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * A key as it is stored.
   *
   * @param masterKeyId the master key that wrapped it; null where that was not noted
   * @param active whether it encrypts, or did
   */
  record WrappedKey(
      Purpose purpose, int version, @Nullable String masterKeyId, boolean active, byte[] bytes) {}

  /**
   * The secrets for stored objects, derived from the data keys.
   *
   * @param byVersion reading may need each of them
   * @param writing the version that encrypts
   */
  public record StorageSecrets(NavigableMap<Integer, byte[]> byVersion, int writing) {}

  private static final int KEY_LENGTH = 32;

  private final Tenancy tenancy;
  private final Kms kms;
  private final Decryptions decryptions;
  private final Map<String, Keys> known = new ConcurrentHashMap<>();

  /** Keys whose use is not counted. */
  public TenantKeys(Tenancy tenancy, Kms kms) {
    this(tenancy, kms, new CompositeMeterRegistry());
  }

  /**
   * @param meters get {@code csr.personaldata.decryptions} and {@code
   *     csr.personaldata.decryption.refused}, by purpose
   */
  public TenantKeys(Tenancy tenancy, Kms kms, MeterRegistry meters) {
    this.tenancy = tenancy;
    this.kms = kms;
    this.decryptions = new Decryptions(meters);
  }

  /**
   * Encrypts and decrypts for {@code tenant}.
   *
   * @throws KmsUnavailableException here and in the other methods, if the tenant's keys are not in
   *     memory yet and the KMS does not answer
   */
  public TenantCipher cipher(String tenant) {
    return keys(tenant).cipher;
  }

  /** Makes blind indexes for {@code tenant}. */
  public BlindIndex blindIndex(String tenant) {
    return keys(tenant).blindIndex;
  }

  /** The secret from which the tenant's seal keys are made, by version; the newest signs. */
  public NavigableMap<Integer, byte[]> sealSeeds(String tenant) {
    return keys(tenant).versions(Purpose.SEAL);
  }

  public StorageSecrets storageSecrets(String tenant) {
    return keys(tenant).storageSecrets();
  }

  /** The tenants whose keys are in memory. */
  Set<String> known() {
    return Set.copyOf(known.keySet());
  }

  /** Reads the tenant's keys again; the KMS is asked for those only that are not in memory. */
  void refresh(String tenant) {
    load(tenant);
  }

  /** The tenant's keys, read again in case another process added a version. */
  TenantCipher refreshedCipher(String tenant) {
    return load(tenant).cipher;
  }

  Decryptions decryptions() {
    return decryptions;
  }

  /** A data key that is not stored yet and does not encrypt. */
  WrappedKey newDataKey(String tenant, int version) {
    return newKey(tenant, Purpose.DATA, version, false);
  }

  /** The tenant's keys as they are stored. */
  List<WrappedKey> stored(String tenant) {
    return tenancy.read(tenant, db -> select(db, tenant));
  }

  /** The same key under the master key that wraps now. */
  WrappedKey rewrap(String tenant, WrappedKey key) {
    // Asked first: a master key that changes in between is then taken for the earlier one.
    var masterKeyId = kms.keyId();
    var wrapped = kms.wrap(unwrap(tenant, key), keyName(tenant, key.purpose, key.version));
    return new WrappedKey(key.purpose, key.version, masterKeyId, key.active, wrapped);
  }

  @Override
  public String toString() {
    return "TenantKeys[tenants=" + known.size() + "]";
  }

  private Keys keys(String tenant) {
    var keys = known.get(tenant);
    return keys == null ? load(tenant) : keys;
  }

  /** The KMS may be far away: it is never asked while a transaction is open. */
  private Keys load(String tenant) {
    var wrapped = stored(tenant);
    var missing = EnumSet.allOf(Purpose.class);
    wrapped.forEach(row -> missing.remove(row.purpose));
    if (!missing.isEmpty()) {
      var made = missing.stream().map(purpose -> newKey(tenant, purpose, 1, true)).toList();
      wrapped =
          tenancy.write(
              tenant,
              db -> {
                made.forEach(key -> insertIfMissing(db, tenant, key));
                return select(db, tenant);
              });
    }
    var before = known.get(tenant);
    var secrets = new EnumMap<Purpose, NavigableMap<Integer, byte[]>>(Purpose.class);
    var writing = 0;
    for (var key : wrapped) {
      var secret = before == null ? null : before.versions(key.purpose).get(key.version);
      secrets
          .computeIfAbsent(key.purpose, none -> new TreeMap<>())
          .put(key.version, secret == null ? unwrap(tenant, key) : secret);
      if (key.purpose == Purpose.DATA && key.active) {
        writing = Math.max(writing, key.version);
      }
    }
    var keys = new Keys(tenant, secrets, writing);
    return known.merge(tenant, keys, (there, read) -> read.isOlderThan(there) ? there : read);
  }

  private byte[] unwrap(String tenant, WrappedKey key) {
    try {
      return kms.unwrap(key.bytes, keyName(tenant, key.purpose, key.version));
    } catch (DecryptionException e) {
      throw decryptions.refused("tenant-key", "The master key does not open a tenant's key", e);
    }
  }

  private WrappedKey newKey(String tenant, Purpose purpose, int version, boolean active) {
    var masterKeyId = kms.keyId();
    var wrapped = kms.wrap(Random.randBytes(KEY_LENGTH), keyName(tenant, purpose, version));
    return new WrappedKey(purpose, version, masterKeyId, active, wrapped);
  }

  private static List<WrappedKey> select(DSLContext db, String tenant) {
    return db.select(
            TENANT_KEYS.PURPOSE,
            TENANT_KEYS.KEY_VERSION,
            TENANT_KEYS.MASTER_KEY_ID,
            TENANT_KEYS.ACTIVATED_AT.isNotNull(),
            TENANT_KEYS.WRAPPED_KEY)
        .from(TENANT_KEYS)
        .where(TENANT_KEYS.TENANT_ID.eq(tenant))
        .fetch(row ->
            new WrappedKey(
                Purpose.of(row.value1()), row.value2(), row.value3(), row.value4(), row.value5()));
  }

  /**
   * @return whether the version was free
   */
  static boolean insertIfMissing(DSLContext db, String tenant, WrappedKey key) {
    return db.insertInto(TENANT_KEYS)
            .columns(
                TENANT_KEYS.TENANT_ID,
                TENANT_KEYS.PURPOSE,
                TENANT_KEYS.KEY_VERSION,
                TENANT_KEYS.MASTER_KEY_ID,
                TENANT_KEYS.ACTIVATED_AT,
                TENANT_KEYS.WRAPPED_KEY)
            .values(
                DSL.val(tenant),
                DSL.val(key.purpose.column),
                DSL.val(key.version),
                DSL.val(key.masterKeyId),
                key.active ? DSL.currentInstant() : DSL.val((Instant) null),
                DSL.val(key.bytes))
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  private static byte[] keyName(String tenant, Purpose purpose, int version) {
    return Bytes.of("tenant_keys", tenant, purpose.column, Integer.toString(version));
  }

  private final class Keys {
    private final Map<Purpose, NavigableMap<Integer, byte[]>> secrets;
    private final TenantCipher cipher;
    private final BlindIndex blindIndex;

    /**
     * @param writing the version of the data key that encrypts
     */
    Keys(String tenant, Map<Purpose, NavigableMap<Integer, byte[]>> secrets, int writing) {
      this.secrets = secrets;
      this.cipher = new TenantCipher(TenantKeys.this, tenant, versions(Purpose.DATA), writing);
      var index = versions(Purpose.INDEX).lastEntry();
      this.blindIndex = new BlindIndex(index.getKey(), index.getValue());
    }

    NavigableMap<Integer, byte[]> versions(Purpose purpose) {
      return Objects.requireNonNull(secrets.get(purpose));
    }

    /** Whether it was read before a change that {@code other} knows. */
    boolean isOlderThan(Keys other) {
      return cipher.version() < other.cipher.version()
          || versions(Purpose.DATA).lastKey() < other.versions(Purpose.DATA).lastKey();
    }

    StorageSecrets storageSecrets() {
      var derived = new TreeMap<Integer, byte[]>();
      versions(Purpose.DATA)
          .forEach((version, key) -> derived.put(version, Derivation.of(key, "storage")));
      return new StorageSecrets(derived, cipher.version());
    }
  }
}
