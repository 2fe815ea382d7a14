package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;

import java.io.IOException;
import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Uploads of ended imports past their time, with the lines of their ledgers, which without the file
 * say nothing. The job and its counts stay; an empty {@code stored_object} says that the file is
 * gone.
 */
public final class ExpiredUploads implements Expiring {
  private static final int PORTION = 20;
  private static final String GONE = "";

  private final Tenancy tenancy;
  private final Storage storage;

  public ExpiredUploads(Tenancy tenancy, Storage storage) {
    this.tenancy = tenancy;
    this.storage = storage;
  }

  @Override
  public int removeSome(String tenant) throws IOException {
    var expired =
        tenancy.read(
            tenant,
            db ->
                db.select(IMPORT_JOBS.IMPORT_ID, IMPORT_JOBS.STORED_OBJECT)
                    .from(IMPORT_JOBS)
                    .where(
                        IMPORT_JOBS.TENANT_ID.eq(tenant),
                        IMPORT_JOBS.FINISHED_AT.isNotNull(),
                        IMPORT_JOBS.STORED_OBJECT.ne(GONE),
                        IMPORT_JOBS.EXPIRES_AT.lt(DSL.currentInstant()))
                    .orderBy(IMPORT_JOBS.IMPORT_ID)
                    .limit(PORTION)
                    .fetch());
    for (var job : expired) {
      storage.delete(tenant, job.value2());
      tenancy.change(
          tenant,
          db -> {
            db.deleteFrom(IMPORT_ROWS)
                .where(IMPORT_ROWS.TENANT_ID.eq(tenant), IMPORT_ROWS.IMPORT_ID.eq(job.value1()))
                .execute();
            db.update(IMPORT_JOBS)
                .set(IMPORT_JOBS.STORED_OBJECT, GONE)
                .where(IMPORT_JOBS.TENANT_ID.eq(tenant), IMPORT_JOBS.IMPORT_ID.eq(job.value1()))
                .execute();
          });
    }
    return expired.size();
  }
}
