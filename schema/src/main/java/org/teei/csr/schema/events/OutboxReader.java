package org.teei.csr.schema.events;

import static org.teei.csr.schema.jooq.Tables.OUTBOX_EVENTS;
import static org.teei.csr.schema.jooq.Tables.OUTBOX_POSITIONS;

import java.util.List;
import org.jooq.DSLContext;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;
import org.teei.csr.schema.jooq.tables.records.OutboxEventsRecord;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Reads the outbox in commit order and remembers how far it is published. A relay holds a lease;
 * its fencing number goes with each progress, and one that another relay has overtaken is refused.
 */
public final class OutboxReader {
  private final Tenancy tenancy;

  public OutboxReader(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  /** Tenants with events that are not published. */
  public static List<String> tenantsWithEvents(SystemView system) {
    return system.read(db ->
        db.select(OUTBOX_POSITIONS.TENANT_ID)
            .from(OUTBOX_POSITIONS)
            .where(OUTBOX_POSITIONS.PUBLISHED_POSITION.lt(OUTBOX_POSITIONS.LAST_POSITION))
            .orderBy(OUTBOX_POSITIONS.TENANT_ID)
            .fetch(OUTBOX_POSITIONS.TENANT_ID));
  }

  /** The next events to publish, at most {@code limit}, in order of position. */
  public List<OutboxEvent> next(String tenant, int limit) {
    return tenancy.read(
        tenant,
        db ->
            next(db, tenant, limit)
                .fetch(row ->
                    new OutboxEvent(
                        row.getTenantId(),
                        row.getPosition(),
                        row.getEventId(),
                        row.getType(),
                        row.getPersonId(),
                        row.getSubjectVersion(),
                        row.getData().data(),
                        row.getCorrelationId(),
                        row.getTraceParent(),
                        row.getOccurredAt())));
  }

  /**
   * The position is compared with the bare value that was noted down, which is there wherever an
   * event is: behind row security PostgreSQL looks up nothing by an expression, and each batch
   * would read all events of the tenant from the first on.
   */
  static ResultQuery<OutboxEventsRecord> next(DSLContext db, String tenant, int limit) {
    return db.selectFrom(OUTBOX_EVENTS)
        .where(
            OUTBOX_EVENTS.TENANT_ID.eq(tenant),
            OUTBOX_EVENTS.POSITION.gt(
                DSL.field(
                    DSL.select(OUTBOX_POSITIONS.PUBLISHED_POSITION)
                        .from(OUTBOX_POSITIONS)
                        .where(OUTBOX_POSITIONS.TENANT_ID.eq(tenant)))))
        .orderBy(OUTBOX_EVENTS.POSITION)
        .limit(limit);
  }

  /**
   * Notes that all events up to {@code position} are published.
   *
   * @param fencing the number of the relay's lease
   * @return false, and nothing is noted, if a later holder of the lease has been here or the
   *     position lies behind
   */
  public boolean published(String tenant, long position, long fencing) {
    return tenancy.write(
        tenant,
        db ->
            db.update(OUTBOX_POSITIONS)
                    .set(OUTBOX_POSITIONS.PUBLISHED_POSITION, position)
                    .set(OUTBOX_POSITIONS.PUBLISHED_FENCING, fencing)
                    .set(OUTBOX_POSITIONS.PUBLISHED_AT, DSL.currentInstant())
                    .where(
                        OUTBOX_POSITIONS.TENANT_ID.eq(tenant),
                        OUTBOX_POSITIONS.PUBLISHED_POSITION.lt(position),
                        OUTBOX_POSITIONS.PUBLISHED_FENCING.le(fencing))
                    .execute()
                == 1);
  }
}
