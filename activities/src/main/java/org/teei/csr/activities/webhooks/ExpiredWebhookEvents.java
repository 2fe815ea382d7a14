package org.teei.csr.activities.webhooks;

import static org.teei.csr.schema.jooq.Tables.WEBHOOK_EVENTS;

import java.time.Duration;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * What came in by webhook a month ago. A repeat is known for as long; its signature is too old
 * after minutes.
 */
public final class ExpiredWebhookEvents implements Expiring {
  static final Duration KEPT = Duration.ofDays(30);

  private static final int PORTION = 1_000;

  private final Tenancy tenancy;

  public ExpiredWebhookEvents(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  @Override
  public int removeSome(String tenant) {
    return tenancy.write(
        tenant,
        db ->
            db.deleteFrom(WEBHOOK_EVENTS)
                .where(
                    WEBHOOK_EVENTS.TENANT_ID.eq(tenant),
                    DSL.row(WEBHOOK_EVENTS.ENDPOINT_ID, WEBHOOK_EVENTS.EVENT_DIGEST)
                        .in(
                            db.select(WEBHOOK_EVENTS.ENDPOINT_ID, WEBHOOK_EVENTS.EVENT_DIGEST)
                                .from(WEBHOOK_EVENTS)
                                .where(
                                    WEBHOOK_EVENTS.TENANT_ID.eq(tenant),
                                    WEBHOOK_EVENTS.RECEIVED_AT.lt(
                                        DSL.currentInstant().minus(DayToSecond.valueOf(KEPT))))
                                .limit(PORTION)))
                .execute());
  }
}
