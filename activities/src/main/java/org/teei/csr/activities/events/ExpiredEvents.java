package org.teei.csr.activities.events;

import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Published events, and the memory of consumed ones. An event goes after as long as the stream
 * keeps it, but not while it is parked; the memory lasts a day longer than any delivery.
 */
public final class ExpiredEvents implements Expiring {
  private static final int PORTION = 10_000;
  private static final long MEMORY_DAYS = EventStream.MAX_AGE.toDays() + 1;

  private final Tenancy tenancy;

  public ExpiredEvents(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  @Override
  public int removeSome(String tenant) {
    return tenancy.write(
        tenant,
        db ->
            db.execute(
                    """
                    delete from csr.outbox_events where tenant_id = {0} and position in (
                      select event.position
                      from csr.outbox_events event
                      join csr.outbox_positions last using (tenant_id)
                      left join csr.outbox_publications done using (tenant_id)
                      where event.tenant_id = {0}
                        and event.position <= greatest(last.published_position, done.position)
                        and event.occurred_at < now() - make_interval(days => {1})
                        and not exists (
                          select from csr.parked_events parked
                          where parked.tenant_id = event.tenant_id and parked.event_id = event.event_id)
                      order by event.position
                      limit {2})
                    """,
                    DSL.val(tenant), DSL.val((int) EventStream.MAX_AGE.toDays()), DSL.val(PORTION))
                + db.execute(
                    """
                    delete from csr.event_deduplication where tenant_id = {0} and (consumer, event_id) in (
                      select consumer, event_id from csr.event_deduplication
                      where tenant_id = {0} and processed_at < now() - make_interval(days => {1})
                      limit {2})
                    """,
                    DSL.val(tenant), DSL.val((int) MEMORY_DAYS), DSL.val(PORTION)));
  }
}
