package org.teei.csr.activities.imports.notices;

import static org.teei.csr.schema.jooq.Tables.IMPORT_NOTICES;

import java.time.Duration;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.schema.tenancy.Tenancy;

/** Notices that ended a month ago: by then nobody sends one again. */
public final class ExpiredNotices implements Expiring {
  static final Duration KEPT = Duration.ofDays(30);

  private static final int PORTION = 1_000;

  private final Tenancy tenancy;

  public ExpiredNotices(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  @Override
  public int removeSome(String tenant) {
    return tenancy.write(
        tenant,
        db ->
            db.deleteFrom(IMPORT_NOTICES)
                .where(
                    IMPORT_NOTICES.TENANT_ID.eq(tenant),
                    IMPORT_NOTICES.NOTICE_ID.in(
                        db.select(IMPORT_NOTICES.NOTICE_ID)
                            .from(IMPORT_NOTICES)
                            .where(
                                IMPORT_NOTICES.TENANT_ID.eq(tenant),
                                IMPORT_NOTICES.FINISHED_AT.lt(
                                    DSL.currentInstant().minus(DayToSecond.valueOf(KEPT))))
                            .limit(PORTION)))
                .execute());
  }
}
