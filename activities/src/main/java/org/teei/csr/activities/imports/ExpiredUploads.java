package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ERROR_COUNTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_STAGING;
import static org.teei.csr.schema.jooq.Tables.IMPORT_UNDO_IMAGES;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.storage.Storage.StoredObject;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Uploads of ended imports past their time, and the files of their corrections, with what these
 * still had staged, the lines of their ledgers, which without the file say nothing, and the images
 * by which they could be taken back. The job and its counts stay; an empty {@code stored_object}
 * says that the file is gone. Objects that no job knows go too: an upload left them that never came
 * to a job, or a removal that was interrupted.
 */
public final class ExpiredUploads implements Expiring {
  /** The folder of uploads among a tenant's objects. */
  static final String FOLDER = "imports/";

  private static final int PORTION = 20;
  private static final String GONE = "";

  /** An upload may be under way for so long before its job is there. */
  private static final Duration ORPHAN_AGE = Duration.ofDays(1);

  private final Tenancy tenancy;
  private final Storage storage;
  private final Clock clock;

  public ExpiredUploads(Tenancy tenancy, Storage storage, Clock clock) {
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
    Instant now = clock.instant();
    var expired =
        tenancy.read(
            tenant,
            db ->
                db.select(IMPORT_JOBS.IMPORT_ID)
                    .from(IMPORT_JOBS)
                    .where(
                        IMPORT_JOBS.TENANT_ID.eq(tenant),
                        IMPORT_JOBS.FINISHED_AT.isNotNull(),
                        IMPORT_JOBS.STORED_OBJECT.ne(GONE),
                        IMPORT_JOBS.EXPIRES_AT.lt(now))
                    .orderBy(IMPORT_JOBS.IMPORT_ID)
                    .limit(PORTION)
                    .fetch(IMPORT_JOBS.IMPORT_ID));
    for (UUID importId : expired) {
      for (String object : tenancy.write(tenant, db -> forget(db, tenant, importId))) {
        storage.delete(tenant, object);
      }
    }
    return expired.size();
  }

  /**
   * The job first: one that runs again by now keeps its files.
   *
   * @return the objects that nobody knows any more: the file of the import and those of its
   *     corrections
   */
  private static List<String> forget(DSLContext db, String tenant, UUID importId) {
    List<String> objects =
        db.select(IMPORT_JOBS.STORED_OBJECT)
            .from(IMPORT_JOBS)
            .where(
                IMPORT_JOBS.TENANT_ID.eq(tenant),
                IMPORT_JOBS.IMPORT_ID.eq(importId),
                IMPORT_JOBS.STORED_OBJECT.ne(GONE),
                IMPORT_JOBS.FINISHED_AT.isNotNull())
            .forUpdate()
            .fetch(IMPORT_JOBS.STORED_OBJECT);
    if (objects.isEmpty()) {
      return objects;
    }
    Condition attempts =
        IMPORT_ATTEMPTS
            .TENANT_ID
            .eq(tenant)
            .and(IMPORT_ATTEMPTS.IMPORT_ID.eq(importId))
            .and(IMPORT_ATTEMPTS.STORED_OBJECT.ne(GONE));
    objects.addAll(
        db.select(IMPORT_ATTEMPTS.STORED_OBJECT)
            .from(IMPORT_ATTEMPTS)
            .where(attempts)
            .fetch(IMPORT_ATTEMPTS.STORED_OBJECT));
    db.update(IMPORT_ATTEMPTS).set(IMPORT_ATTEMPTS.STORED_OBJECT, GONE).where(attempts).execute();
    db.update(IMPORT_JOBS)
        .set(IMPORT_JOBS.STORED_OBJECT, GONE)
        .where(IMPORT_JOBS.TENANT_ID.eq(tenant), IMPORT_JOBS.IMPORT_ID.eq(importId))
        .execute();
    db.update(IMPORT_ERROR_COUNTS)
        .set(IMPORT_ERROR_COUNTS.OPEN_ROWS, 0L)
        .where(IMPORT_ERROR_COUNTS.TENANT_ID.eq(tenant), IMPORT_ERROR_COUNTS.IMPORT_ID.eq(importId))
        .execute();
    db.deleteFrom(IMPORT_STAGING)
        .where(IMPORT_STAGING.TENANT_ID.eq(tenant), IMPORT_STAGING.IMPORT_ID.eq(importId))
        .execute();
    db.deleteFrom(IMPORT_UNDO_IMAGES)
        .where(IMPORT_UNDO_IMAGES.TENANT_ID.eq(tenant), IMPORT_UNDO_IMAGES.IMPORT_ID.eq(importId))
        .execute();
    db.deleteFrom(IMPORT_ROWS)
        .where(IMPORT_ROWS.TENANT_ID.eq(tenant), IMPORT_ROWS.IMPORT_ID.eq(importId))
        .execute();
    return objects;
  }

  private int removeOrphans(String tenant) throws IOException {
    Instant latest = clock.instant().minus(ORPHAN_AGE);
    List<String> old =
        storage.list(tenant, FOLDER).stream()
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
                db.select(IMPORT_JOBS.STORED_OBJECT)
                    .from(IMPORT_JOBS)
                    .where(IMPORT_JOBS.TENANT_ID.eq(tenant), IMPORT_JOBS.STORED_OBJECT.ne(GONE))
                    .union(
                        db.select(IMPORT_ATTEMPTS.STORED_OBJECT)
                            .from(IMPORT_ATTEMPTS)
                            .where(
                                IMPORT_ATTEMPTS.TENANT_ID.eq(tenant),
                                IMPORT_ATTEMPTS.STORED_OBJECT.ne(GONE)))
                    .fetchSet(IMPORT_JOBS.STORED_OBJECT));
    List<String> orphans = old.stream().filter(name -> !known.contains(name)).toList();
    for (String name : orphans) {
      storage.delete(tenant, name);
    }
    return orphans.size();
  }
}
