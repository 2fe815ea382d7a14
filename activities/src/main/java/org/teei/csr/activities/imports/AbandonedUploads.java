package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUPS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUP_FILES;
import static org.teei.csr.schema.jooq.Tables.UPLOADS;
import static org.teei.csr.schema.jooq.Tables.UPLOAD_PARTS;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.schema.imports.StoredUploads;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.storage.Storage.StoredObject;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Files that came in pieces past their time, unless a group has still to import them; and stored
 * parts that no upload has, which a break left.
 */
public final class AbandonedUploads implements Expiring {
  private static final int PORTION = 20;

  /** A piece that is still coming in may be so old. */
  private static final Duration ORPHAN_AGE = Duration.ofDays(1);

  private final Tenancy tenancy;
  private final Storage storage;
  private final Clock clock;

  public AbandonedUploads(Tenancy tenancy, Storage storage, Clock clock) {
    this.tenancy = tenancy;
    this.storage = storage;
    this.clock = clock;
  }

  @Override
  public int removeSome(String tenant) throws IOException {
    int removed = removeExpired(tenant);
    return removed > 0 ? removed : removeOrphans(tenant);
  }

  private int removeExpired(String tenant) throws IOException {
    Condition expired =
        DSL.and(
            UPLOADS.TENANT_ID.eq(tenant),
            UPLOADS.EXPIRES_AT.lt(clock.instant()),
            DSL.notExists(awaited()));
    List<UUID> some =
        tenancy.read(
            tenant,
            db ->
                db.select(UPLOADS.UPLOAD_ID)
                    .from(UPLOADS)
                    .where(expired)
                    .orderBy(UPLOADS.UPLOAD_ID)
                    .limit(PORTION)
                    .fetch(UPLOADS.UPLOAD_ID));
    for (UUID upload : some) {
      for (String part : tenancy.write(tenant, db -> forget(db, tenant, upload, expired))) {
        storage.delete(tenant, part);
      }
    }
    return some.size();
  }

  /** The row first: a piece that comes by now finds no upload. */
  private static List<String> forget(DSLContext db, String tenant, UUID upload, Condition expired) {
    List<String> parts = StoredUploads.parts(db, tenant, upload);
    boolean gone =
        db.deleteFrom(UPLOADS).where(expired, UPLOADS.UPLOAD_ID.eq(upload)).execute() == 1;
    return gone ? parts : List.of();
  }

  private static Select<?> awaited() {
    return DSL.selectOne()
        .from(IMPORT_GROUP_FILES)
        .join(IMPORT_GROUPS)
        .on(
            IMPORT_GROUPS.TENANT_ID.eq(IMPORT_GROUP_FILES.TENANT_ID),
            IMPORT_GROUPS.GROUP_ID.eq(IMPORT_GROUP_FILES.GROUP_ID))
        .where(
            IMPORT_GROUP_FILES.TENANT_ID.eq(UPLOADS.TENANT_ID),
            IMPORT_GROUP_FILES.UPLOAD_ID.eq(UPLOADS.UPLOAD_ID),
            IMPORT_GROUP_FILES.STATE.eq("waiting"),
            IMPORT_GROUPS.FINISHED_AT.isNull());
  }

  private int removeOrphans(String tenant) throws IOException {
    Instant latest = clock.instant().minus(ORPHAN_AGE);
    List<String> old =
        storage.list(tenant, StoredUploads.FOLDER).stream()
            .filter(object -> object.modifiedAt().isBefore(latest))
            .map(StoredObject::name)
            .toList();
    if (old.isEmpty()) {
      return 0;
    }
    Set<String> known =
        tenancy.read(
            tenant,
            db ->
                db.select(UPLOAD_PARTS.STORED_OBJECT)
                    .from(UPLOAD_PARTS)
                    .where(UPLOAD_PARTS.TENANT_ID.eq(tenant))
                    .fetchSet(UPLOAD_PARTS.STORED_OBJECT));
    List<String> orphans = old.stream().filter(name -> !known.contains(name)).toList();
    for (String name : orphans) {
      storage.delete(tenant, name);
    }
    return orphans.size();
  }
}
