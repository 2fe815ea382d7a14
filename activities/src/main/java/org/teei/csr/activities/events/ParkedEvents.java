package org.teei.csr.activities.events;

import static org.teei.csr.schema.jooq.Tables.OUTBOX_EVENTS;
import static org.teei.csr.schema.jooq.Tables.PARKED_EVENTS;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.EventProjection;
import org.teei.csr.schema.events.OutboxEvent;
import org.teei.csr.schema.tenancy.Tenancy;

/** Events that a consumer could not apply, and those of the same person behind them. */
public final class ParkedEvents {
  private final Tenancy tenancy;
  private final Map<String, EventProjection> projections;

  public ParkedEvents(Tenancy tenancy, List<EventProjection> projections) {
    this.tenancy = tenancy;
    this.projections =
        projections.stream()
            .collect(Collectors.toMap(EventProjection::consumer, Function.identity()));
  }

  /**
   * Applies the parked events of a person in order, up to the first that fails again.
   *
   * @return how many took effect and are parked no more
   * @throws IllegalArgumentException if there is no such consumer
   */
  public int retry(String tenant, String consumer, UUID person) {
    EventProjection projection = projections.get(consumer);
    if (projection == null) {
      throw new IllegalArgumentException("There is no consumer named " + consumer);
    }
    return tenancy.write(
        tenant,
        db -> retry(db, Application.enter(db, tenant, projection), tenant, consumer, person));
  }

  private static int retry(
      DSLContext db, Application application, String tenant, String consumer, UUID person) {
    int applied = 0;
    for (Event event : parked(db, tenant, consumer, person)) {
      Optional<String> failure = application.attempt(List.of(event));
      if (failure.isPresent()) {
        db.update(PARKED_EVENTS)
            .set(PARKED_EVENTS.FAILURE_TYPE, failure.get())
            .where(
                PARKED_EVENTS.TENANT_ID.eq(tenant),
                PARKED_EVENTS.CONSUMER.eq(consumer),
                PARKED_EVENTS.EVENT_ID.eq(event.id()))
            .execute();
        return applied;
      }
      db.deleteFrom(PARKED_EVENTS)
          .where(
              PARKED_EVENTS.TENANT_ID.eq(tenant),
              PARKED_EVENTS.CONSUMER.eq(consumer),
              PARKED_EVENTS.EVENT_ID.eq(event.id()))
          .execute();
      applied++;
    }
    return applied;
  }

  private static List<Event> parked(DSLContext db, String tenant, String consumer, UUID person) {
    return db.select(OUTBOX_EVENTS.fields())
        .from(PARKED_EVENTS)
        .join(OUTBOX_EVENTS)
        .on(
            OUTBOX_EVENTS.TENANT_ID.eq(PARKED_EVENTS.TENANT_ID),
            OUTBOX_EVENTS.POSITION.eq(PARKED_EVENTS.POSITION))
        .where(
            PARKED_EVENTS.TENANT_ID.eq(tenant),
            PARKED_EVENTS.CONSUMER.eq(consumer),
            PARKED_EVENTS.PERSON_ID.eq(person))
        .orderBy(PARKED_EVENTS.POSITION)
        .fetchInto(OUTBOX_EVENTS)
        .map(row ->
            CloudEvents.of(
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
}
