package org.teei.csr.schema.personaldata;

import static org.teei.csr.schema.jooq.Tables.TENANT_KEYS;

import com.google.crypto.tink.subtle.Random;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * The keys of tenants, made at first use, unwrapped once and then kept in memory. Safe for use by
 * many threads and processes at once: the first key that reaches the database is everybody's.
 */
public final class TenantKeys {
  private enum Purpose {
    DATA("data"),
    INDEX("index"),
    SEAL("seal");

    /** As in {@code tenant_keys.purpose}. */
    private final String column;

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

  private record WrappedKey(Purpose purpose, int version, byte[] bytes) {}

  private static final int KEY_LENGTH = 32;

  private final Tenancy tenancy;
  private final Kms kms;
  private final Map<String, Keys> known = new ConcurrentHashMap<>();

  public TenantKeys(Tenancy tenancy, Kms kms) {
    this.tenancy = tenancy;
    this.kms = kms;
  }

  /** Encrypts and decrypts for {@code tenant}. */
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

  /** The secrets for stored objects by version, derived from the data keys; the newest encrypts. */
  public NavigableMap<Integer, byte[]> storageSecrets(String tenant) {
    return keys(tenant).storageSecrets();
  }

  /**
   * Adds a new version of the tenant's data key, which this process uses from now on and others
   * from their next start; what earlier versions encrypted stays readable.
   *
   * @return the new version
   */
  public int rotateDataKey(String tenant) {
    var next = newKey(tenant, Purpose.DATA, load(tenant).versions(Purpose.DATA).lastKey() + 1);
    tenancy.change(tenant, db -> insertIfMissing(db, tenant, next));
    return load(tenant).versions(Purpose.DATA).lastKey();
  }

  /** Reads the tenant's keys again, in case another process added a version. */
  TenantCipher refreshedCipher(String tenant) {
    return load(tenant).cipher;
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
    var wrapped = tenancy.read(tenant, db -> select(db, tenant));
    var missing = EnumSet.allOf(Purpose.class);
    wrapped.forEach(row -> missing.remove(row.purpose));
    if (!missing.isEmpty()) {
      var made = missing.stream().map(purpose -> newKey(tenant, purpose, 1)).toList();
      wrapped =
          tenancy.write(
              tenant,
              db -> {
                made.forEach(key -> insertIfMissing(db, tenant, key));
                return select(db, tenant);
              });
    }
    var secrets = new EnumMap<Purpose, NavigableMap<Integer, byte[]>>(Purpose.class);
    for (var key : wrapped) {
      secrets
          .computeIfAbsent(key.purpose, none -> new TreeMap<>())
          .put(key.version, kms.unwrap(key.bytes, keyName(tenant, key.purpose, key.version)));
    }
    var keys = new Keys(tenant, secrets);
    known.put(tenant, keys);
    return keys;
  }

  private WrappedKey newKey(String tenant, Purpose purpose, int version) {
    var wrapped = kms.wrap(Random.randBytes(KEY_LENGTH), keyName(tenant, purpose, version));
    return new WrappedKey(purpose, version, wrapped);
  }

  private static List<WrappedKey> select(DSLContext db, String tenant) {
    return db.select(TENANT_KEYS.PURPOSE, TENANT_KEYS.KEY_VERSION, TENANT_KEYS.WRAPPED_KEY)
        .from(TENANT_KEYS)
        .where(TENANT_KEYS.TENANT_ID.eq(tenant))
        .fetch(row -> new WrappedKey(Purpose.of(row.value1()), row.value2(), row.value3()));
  }

  private static void insertIfMissing(DSLContext db, String tenant, WrappedKey key) {
    db.insertInto(TENANT_KEYS)
        .columns(
            TENANT_KEYS.TENANT_ID,
            TENANT_KEYS.PURPOSE,
            TENANT_KEYS.KEY_VERSION,
            TENANT_KEYS.WRAPPED_KEY)
        .values(tenant, key.purpose.column, key.version, key.bytes)
        .onConflictDoNothing()
        .execute();
  }

  private static byte[] keyName(String tenant, Purpose purpose, int version) {
    return Bytes.of("tenant_keys", tenant, purpose.column, Integer.toString(version));
  }

  private final class Keys {
    private final Map<Purpose, NavigableMap<Integer, byte[]>> secrets;
    private final TenantCipher cipher;
    private final BlindIndex blindIndex;

    Keys(String tenant, Map<Purpose, NavigableMap<Integer, byte[]>> secrets) {
      this.secrets = secrets;
      this.cipher = new TenantCipher(TenantKeys.this, tenant, versions(Purpose.DATA));
      var index = versions(Purpose.INDEX).lastEntry();
      this.blindIndex = new BlindIndex(index.getKey(), index.getValue());
    }

    NavigableMap<Integer, byte[]> versions(Purpose purpose) {
      return Objects.requireNonNull(secrets.get(purpose));
    }

    NavigableMap<Integer, byte[]> storageSecrets() {
      var derived = new TreeMap<Integer, byte[]>();
      versions(Purpose.DATA)
          .forEach((version, key) -> derived.put(version, Derivation.of(key, "storage")));
      return derived;
    }
  }
}
