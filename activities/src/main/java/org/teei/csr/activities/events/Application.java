package org.teei.csr.activities.events;

import static org.teei.csr.schema.jooq.Tables.PARKED_EVENTS;

import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.EventProjection;
import org.teei.csr.activities.shared.PoisonEventException;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Events of one tenant take effect in one projection, within a transaction: each once, those of a
 * person in order. An event that cannot be applied is parked, and later ones of its person queue
 * behind it.
 */
final class Application {
  private final DSLContext db;
  private final String tenant;
  private final EventProjection projection;

  /** Why an event cannot be applied. */
  record Failure(String type, FailureClass kind) {}

  private Application(DSLContext db, String tenant, EventProjection projection) {
    this.db = db;
    this.tenant = tenant;
    this.projection = projection;
  }

  /** Enters the transaction; others that apply events to this projection wait for its end. */
  static Application enter(DSLContext db, String tenant, EventProjection projection) {
    db.select(
            DSL.field(
                "pg_advisory_xact_lock(hashtextextended({0}, 0))",
                DSL.val("consumer/" + projection.consumer() + "/" + tenant)))
        .execute();
    return new Application(db, tenant, projection);
  }

  /**
   * @param events in order of delivery
   * @return how many were parked
   */
  int take(List<Event> events) {
    List<Event> fresh = withoutDuplicates(events);
    Set<UUID> blocked = blockedPersons(fresh);
    List<Event> free = fresh.stream().filter(event -> !blocked.contains(event.personId())).toList();
    List<Event> queued =
        fresh.stream().filter(event -> blocked.contains(event.personId())).toList();
    queued.forEach(event -> park(event, null));
    return queued.size() + (free.isEmpty() || attempt(free).isEmpty() ? 0 : oneByOne(free));
  }

  /**
   * Applies {@code events} and keeps all effects or none.
   *
   * @return why they cannot be applied
   */
  Optional<Failure> attempt(List<Event> events) {
    return db.connectionResult(connection -> {
      Savepoint before = connection.setSavepoint();
      try {
        projection.apply(db, tenant, events);
        connection.releaseSavepoint(before);
        return Optional.empty();
      } catch (RuntimeException e) {
        Failure failure = failure(e);
        connection.rollback(before);
        return Optional.of(failure);
      }
    });
  }

  private int oneByOne(List<Event> events) {
    var blocked = new HashSet<UUID>();
    int parked = 0;
    for (Event event : events) {
      Optional<Failure> failure =
          blocked.contains(event.personId()) ? Optional.empty() : attempt(List.of(event));
      if (failure.isPresent() || blocked.contains(event.personId())) {
        park(event, failure.orElse(null));
        blocked.add(event.personId());
        parked++;
      }
    }
    return parked;
  }

  private List<Event> withoutDuplicates(List<Event> events) {
    Set<UUID> fresh =
        new HashSet<>(
            db.resultQuery(
                    """
                    insert into csr.event_deduplication (tenant_id, consumer, event_id)
                    select {0}, {1}, event_id from unnest({2}) as batch (event_id)
                    on conflict do nothing
                    returning event_id
                    """,
                    DSL.val(tenant),
                    DSL.val(projection.consumer()),
                    DSL.val(events.stream().map(Event::id).toArray(UUID[]::new)))
                .fetch(0, UUID.class));
    var first = new ArrayList<Event>();
    for (Event event : events) {
      if (fresh.remove(event.id())) {
        first.add(event);
      }
    }
    return first;
  }

  private Set<UUID> blockedPersons(List<Event> events) {
    return db.selectDistinct(PARKED_EVENTS.PERSON_ID)
        .from(PARKED_EVENTS)
        .where(
            PARKED_EVENTS.TENANT_ID.eq(tenant),
            PARKED_EVENTS.CONSUMER.eq(projection.consumer()),
            PARKED_EVENTS.PERSON_ID.eq(
                DSL.any(events.stream().map(Event::personId).distinct().toArray(UUID[]::new))))
        .fetchSet(PARKED_EVENTS.PERSON_ID);
  }

  private void park(Event event, @Nullable Failure failure) {
    db.insertInto(PARKED_EVENTS)
        .set(PARKED_EVENTS.TENANT_ID, tenant)
        .set(PARKED_EVENTS.CONSUMER, projection.consumer())
        .set(PARKED_EVENTS.PERSON_ID, event.personId())
        .set(PARKED_EVENTS.POSITION, event.position())
        .set(PARKED_EVENTS.EVENT_ID, event.id())
        .set(PARKED_EVENTS.EVENT_TYPE, event.type())
        .set(PARKED_EVENTS.FAILURE_TYPE, failure == null ? null : failure.type())
        .set(PARKED_EVENTS.FAILURE_CLASS, failure == null ? null : failure.kind().name())
        .set(PARKED_EVENTS.ATTEMPTS, failure == null ? 0 : 1)
        .execute();
  }

  /** Failures that would come again for this event are named, all others are thrown on. */
  private static Failure failure(RuntimeException failure) {
    return switch (failure) {
      case PoisonEventException e -> new Failure(e.failureType(), FailureClass.DATA);
      case DataAccessException e ->
          switch (e.sqlStateClass()) {
            case C22_DATA_EXCEPTION -> new Failure("events/value-refused", FailureClass.DATA);
            case C23_INTEGRITY_CONSTRAINT_VIOLATION ->
                new Failure("events/constraint-violated", FailureClass.DATA);
            default -> throw e;
          };
      default -> new Failure("events/not-applicable", FailureClass.BUG);
    };
  }
}
