package org.teei.csr.schema.personaldata;

import static org.teei.csr.schema.jooq.Tables.IDEMPOTENCY_KEYS;
import static org.teei.csr.schema.jooq.Tables.KEY_ROTATIONS;
import static org.teei.csr.schema.jooq.Tables.PERSON_KEYS;
import static org.teei.csr.schema.jooq.Tables.TENANT_KEYS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.KeyRotationsRecord;
import org.teei.csr.schema.personaldata.TenantKeys.Purpose;
import org.teei.csr.schema.personaldata.TenantKeys.WrappedKey;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Exchanging the keys that wrap, in steps that may each be repeated and cut off anywhere: whatever
 * is stored in between opens with a version that every process knows. The steps of a rotation that
 * has ended throw {@link RotationEndedException}.
 */
public final class KeyRotations {
  private static final int BATCH = 1_000;

  private final Tenancy tenancy;
  private final TenantKeys tenantKeys;
  private final PersonKeys personKeys;
  private final Kms kms;
  private final int batch;

  /**
   * @param tenancy connects as {@code csr_worker}
   */
  public KeyRotations(Tenancy tenancy, TenantKeys tenantKeys, Kms kms) {
    this(tenancy, tenantKeys, kms, BATCH);
  }

  /** With batches of another size, for tests of their borders. */
  public KeyRotations(Tenancy tenancy, TenantKeys tenantKeys, Kms kms, int batch) {
    this.tenancy = tenancy;
    this.tenantKeys = tenantKeys;
    this.personKeys = new PersonKeys(tenantKeys);
    this.kms = kms;
    this.batch = batch;
  }

  /** The rotation was closed, so none of its steps takes effect any more. */
  public static final class RotationEndedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RotationEndedException() {
      super("The rotation has ended");
    }
  }

  /**
   * A batch of person keys.
   *
   * @param rewrapped those that were wrapped anew
   * @param last the last person of the batch, to go on behind; null when there is nobody left
   */
  public record Batch(int rewrapped, @Nullable UUID last) {}

  /**
   * What only earlier versions open. Payloads in histories of Temporal come in addition and cannot
   * be counted here.
   *
   * @param personKeys keys of persons that did not open, or were written late
   * @param answers stored idempotent answers, gone after 24 hours
   * @param objects stored objects, as the caller has counted them
   */
  public record Kept(long personKeys, long answers, long objects) {}

  /**
   * Notes a rotation, in the transaction of the request for it.
   *
   * @return false, and nothing is noted, while another rotation of the tenant is at work
   */
  public static boolean request(
      DSLContext db, String tenant, UUID rotationId, String workflowId, String createdBy) {
    return db.insertInto(KEY_ROTATIONS)
            .columns(
                KEY_ROTATIONS.TENANT_ID,
                KEY_ROTATIONS.ROTATION_ID,
                KEY_ROTATIONS.WORKFLOW_ID,
                KEY_ROTATIONS.CREATED_BY)
            .values(tenant, rotationId, workflowId, createdBy)
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  /**
   * Adds a version of the tenant's data key that encrypts nothing yet. A version that an earlier
   * rotation added and left so is taken over.
   *
   * @return the version
   */
  public int prepare(String tenant, UUID rotationId) {
    var version = known(tenant, rotationId);
    while (version == null) {
      version = add(tenant, rotationId);
    }
    KeyWatch.announce(tenancy);
    return version;
  }

  /** Has the new version encrypt from now on. Every process should know it by now. */
  public void activate(String tenant, UUID rotationId) {
    tenancy.change(
        tenant,
        db ->
            db.update(TENANT_KEYS)
                .set(TENANT_KEYS.ACTIVATED_AT, DSL.currentInstant())
                .where(isDataKey(tenant), TENANT_KEYS.ACTIVATED_AT.isNull())
                .and(TENANT_KEYS.KEY_VERSION.eq(version(lock(db, tenant, rotationId))))
                .execute());
    KeyWatch.announce(tenancy);
    tenantKeys.refresh(tenant);
  }

  /** When the new version began to encrypt. */
  public Instant activatedAt(String tenant, UUID rotationId) {
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(TENANT_KEYS)
                .where(isDataKey(tenant), TENANT_KEYS.ACTIVATED_AT.isNotNull())
                .and(TENANT_KEYS.KEY_VERSION.eq(version(load(db, tenant, rotationId))))
                .fetchSingle()
                .getActivatedAt());
  }

  /**
   * Wraps a batch of person keys anew that an earlier version wrapped, in the order of persons. A
   * key that does not open stays as it is.
   *
   * @param after the last person of the batch before; null for the first
   */
  public Batch rewrapSome(String tenant, UUID rotationId, @Nullable UUID after) {
    tenantKeys.refresh(tenant);
    return tenancy.write(
        tenant,
        db -> {
          var version = version(lock(db, tenant, rotationId));
          var earlier =
              db.select(PERSON_KEYS.PERSON_ID, PERSON_KEYS.WRAPPED_KEY)
                  .from(PERSON_KEYS)
                  .where(wrappedBefore(tenant, version))
                  .and(after == null ? DSL.noCondition() : PERSON_KEYS.PERSON_ID.gt(after))
                  .orderBy(PERSON_KEYS.PERSON_ID)
                  .limit(batch)
                  .forUpdate()
                  .fetch();
          var rewrapped = rewrap(db, tenant, version, earlier);
          db.update(KEY_ROTATIONS)
              .set(
                  KEY_ROTATIONS.REWRAPPED_PERSON_KEYS,
                  KEY_ROTATIONS.REWRAPPED_PERSON_KEYS.plus(rewrapped))
              .where(isRotation(tenant, rotationId))
              .execute();
          return new Batch(rewrapped, earlier.size() < batch ? null : earlier.getLast().value1());
        });
  }

  /**
   * Retires the earlier versions, which only decrypt from now on, and counts what they are kept
   * for.
   */
  public Kept retire(String tenant, UUID rotationId, long objects) {
    return tenancy.write(
        tenant,
        db -> {
          var version = version(lock(db, tenant, rotationId));
          db.update(TENANT_KEYS)
              .set(TENANT_KEYS.RETIRED_AT, DSL.currentInstant())
              .where(
                  isDataKey(tenant),
                  TENANT_KEYS.KEY_VERSION.lt(version),
                  TENANT_KEYS.RETIRED_AT.isNull())
              .execute();
          var kept =
              new Kept(
                  db.fetchCount(PERSON_KEYS, wrappedBefore(tenant, version)),
                  db.fetchCount(IDEMPOTENCY_KEYS, answeredBefore(tenant, version)),
                  objects);
          db.update(KEY_ROTATIONS)
              .set(KEY_ROTATIONS.KEPT_PERSON_KEYS, kept.personKeys())
              .set(KEY_ROTATIONS.KEPT_ANSWERS, kept.answers())
              .set(KEY_ROTATIONS.KEPT_OBJECTS, kept.objects())
              .where(isRotation(tenant, rotationId))
              .execute();
          return kept;
        });
  }

  /**
   * Closes the rotation; one that is closed stays as it is.
   *
   * @param status {@code completed}, {@code failed}, {@code cancelled} or {@code expired}
   */
  public void end(String tenant, UUID rotationId, String status) {
    tenancy.change(
        tenant,
        db ->
            db.update(KEY_ROTATIONS)
                .set(KEY_ROTATIONS.STATUS, status)
                .set(KEY_ROTATIONS.FINISHED_AT, DSL.currentInstant())
                .where(isRotation(tenant, rotationId), KEY_ROTATIONS.FINISHED_AT.isNull())
                .execute());
  }

  /**
   * Wraps the tenant's keys anew that an earlier master key wrapped.
   *
   * @return how many
   */
  public int rewrapTenantKeys(String tenant) {
    var masterKeyId = kms.keyId();
    var earlier =
        tenantKeys.stored(tenant).stream()
            .filter(key -> !masterKeyId.equals(key.masterKeyId()))
            .toList();
    var rewrapped = earlier.stream().map(key -> tenantKeys.rewrap(tenant, key)).toList();
    tenancy.change(tenant, db -> rewrapped.forEach(key -> replace(db, tenant, key)));
    return rewrapped.size();
  }

  private @Nullable Integer known(String tenant, UUID rotationId) {
    return tenancy.write(tenant, db -> lock(db, tenant, rotationId).getKeyVersion());
  }

  /** The KMS may be far away, so the key is made first; null if the version was taken meanwhile. */
  private @Nullable Integer add(String tenant, UUID rotationId) {
    tenantKeys.refresh(tenant);
    var newest =
        tenantKeys.stored(tenant).stream()
            .filter(key -> key.purpose() == Purpose.DATA)
            .reduce((one, other) -> one.version() > other.version() ? one : other)
            .orElseThrow();
    var next = newest.active() ? tenantKeys.newDataKey(tenant, newest.version() + 1) : newest;
    return tenancy.write(
        tenant,
        db -> {
          var rotation = lock(db, tenant, rotationId);
          if (rotation.getKeyVersion() != null) {
            return rotation.getKeyVersion();
          }
          if (newest.active() && !TenantKeys.insertIfMissing(db, tenant, next)) {
            return null;
          }
          db.update(KEY_ROTATIONS)
              .set(KEY_ROTATIONS.KEY_VERSION, next.version())
              .where(isRotation(tenant, rotationId))
              .execute();
          return next.version();
        });
  }

  private int rewrap(
      DSLContext db, String tenant, int version, Result<Record2<UUID, byte[]>> earlier) {
    List<UUID> persons = new ArrayList<>(earlier.size());
    List<byte[]> wrapped = new ArrayList<>(earlier.size());
    for (var row : earlier) {
      try {
        wrapped.add(personKeys.rewrap(tenant, row.value1(), row.value2()));
        persons.add(row.value1());
      } catch (DecryptionException unreadable) {
        // The alarm was raised where it was refused; the rest must not wait for it.
      }
    }
    if (wrapped.stream().anyMatch(key -> personKeys.dataKeyVersion(key) != version)) {
      throw new IllegalStateException("The new version of the data key does not encrypt yet");
    }
    db.execute(
        """
        update csr.person_keys as stored set data_key_version = {0}, wrapped_key = anew.wrapped_key
        from unnest({1}::uuid[], {2}::bytea[]) as anew (person_id, wrapped_key)
        where stored.tenant_id = {3} and stored.person_id = anew.person_id
        """,
        DSL.val(version),
        DSL.val(persons.toArray(UUID[]::new)),
        DSL.val(wrapped.toArray(byte[][]::new)),
        DSL.val(tenant));
    return persons.size();
  }

  private static void replace(DSLContext db, String tenant, WrappedKey key) {
    db.update(TENANT_KEYS)
        .set(TENANT_KEYS.WRAPPED_KEY, key.bytes())
        .set(TENANT_KEYS.MASTER_KEY_ID, key.masterKeyId())
        .where(
            TENANT_KEYS.TENANT_ID.eq(tenant),
            TENANT_KEYS.PURPOSE.eq(key.purpose().column),
            TENANT_KEYS.KEY_VERSION.eq(key.version()))
        .execute();
  }

  /** Steps of one rotation follow each other, even those of an attempt that was taken for dead. */
  private static KeyRotationsRecord lock(DSLContext db, String tenant, UUID rotationId) {
    return running(
        db.selectFrom(KEY_ROTATIONS)
            .where(isRotation(tenant, rotationId))
            .forUpdate()
            .fetchSingle());
  }

  private static KeyRotationsRecord load(DSLContext db, String tenant, UUID rotationId) {
    return running(
        db.selectFrom(KEY_ROTATIONS).where(isRotation(tenant, rotationId)).fetchSingle());
  }

  private static KeyRotationsRecord running(KeyRotationsRecord rotation) {
    if (rotation.getFinishedAt() != null) {
      throw new RotationEndedException();
    }
    return rotation;
  }

  private static int version(KeyRotationsRecord rotation) {
    var version = rotation.getKeyVersion();
    if (version == null) {
      throw new IllegalStateException("The rotation has no version yet");
    }
    return version;
  }

  private static Condition isRotation(String tenant, UUID rotationId) {
    return DSL.and(KEY_ROTATIONS.TENANT_ID.eq(tenant), KEY_ROTATIONS.ROTATION_ID.eq(rotationId));
  }

  private static Condition isDataKey(String tenant) {
    return DSL.and(TENANT_KEYS.TENANT_ID.eq(tenant), TENANT_KEYS.PURPOSE.eq(Purpose.DATA.column));
  }

  private static Condition wrappedBefore(String tenant, int version) {
    return DSL.and(PERSON_KEYS.TENANT_ID.eq(tenant), PERSON_KEYS.DATA_KEY_VERSION.lt(version));
  }

  /** A ciphertext begins with the version of its key. */
  private static Condition answeredBefore(String tenant, int version) {
    return DSL.and(
        IDEMPOTENCY_KEYS.TENANT_ID.eq(tenant),
        DSL.condition(
            "substring({0} from 1 for 4) < int4send({1})",
            IDEMPOTENCY_KEYS.ANSWER_CIPHERTEXT, DSL.val(version)));
  }
}
