package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_STAGING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Ends the life of uploads. Of an import that is past its date the stored file goes, and what an
 * expired one still had staged; the job and its ledger stay, whose offsets then point to nothing.
 * An object that no job knows is what an upload left that never came to a job.
 */
public final class ImportRetention {
  /** The folder of uploads among a tenant's objects. */
  public static final String FOLDER = "imports/";

  /** An upload may be under way for so long before its job row is there. */
  private static final Duration ORPHAN_AGE = Duration.ofDays(1);

  private final SystemView system;
  private final Tenancy tenancy;
  private final Storage storage;
  private final Clock clock;

  /**
   * @param tenancy connects as {@code csr_worker}
   */
  public ImportRetention(SystemView system, Tenancy tenancy, Storage storage, Clock clock) {
    this.system = system;
    this.tenancy = tenancy;
    this.storage = storage;
    this.clock = clock;
  }

  private record Upload(UUID importId, boolean over) {}

  /**
   * Deletes what is due of all tenants. May be repeated and interrupted.
   *
   * @return how many objects were deleted
   */
  public int expireUploads() {
    int deleted = 0;
    for (String tenant : system.tenants()) {
      try {
        deleted += expire(tenant);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return deleted;
  }

  private int expire(String tenant) throws IOException {
    // Objects first: a job that appears after its object was listed still keeps it.
    List<Storage.StoredObject> objects = storage.list(tenant, FOLDER);
    if (objects.isEmpty()) {
      return 0;
    }
    Instant now = clock.instant();
    Map<String, Upload> uploads = tenancy.read(tenant, db -> uploads(db, tenant, now));
    int deleted = 0;
    Set<UUID> over = new HashSet<>();
    for (Storage.StoredObject object : objects) {
      Upload upload = uploads.get(object.name());
      boolean due =
          upload == null ? object.modifiedAt().isBefore(now.minus(ORPHAN_AGE)) : upload.over();
      if (due) {
        if (upload != null) {
          over.add(upload.importId());
        }
        storage.delete(tenant, object.name());
        deleted++;
      }
    }
    if (!over.isEmpty()) {
      tenancy.change(
          tenant,
          db ->
              db.deleteFrom(IMPORT_STAGING)
                  .where(IMPORT_STAGING.TENANT_ID.eq(tenant), IMPORT_STAGING.IMPORT_ID.in(over))
                  .execute());
    }
    return deleted;
  }

  /** A running import keeps its file, however old. */
  private static Map<String, Upload> uploads(DSLContext db, String tenant, Instant now) {
    Map<String, Upload> uploads = new HashMap<>();
    db.select(
            IMPORT_JOBS.STORED_OBJECT,
            IMPORT_JOBS.IMPORT_ID,
            IMPORT_JOBS.EXPIRES_AT,
            IMPORT_JOBS.FINISHED_AT)
        .from(IMPORT_JOBS)
        .where(IMPORT_JOBS.TENANT_ID.eq(tenant))
        .forEach(row ->
            uploads.put(
                row.value1(),
                new Upload(row.value2(), row.value4() != null && row.value3().isBefore(now))));
    return uploads;
  }
}
