package org.teei.csr.activities.events;

import static org.teei.csr.schema.jooq.Tables.OUTBOX_EVENTS;
import static org.teei.csr.schema.jooq.Tables.PARKED_EVENTS;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.EventProjection;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.LeasedLoop.Hold;
import org.teei.csr.schema.events.OutboxEvent;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Events that a consumer could not apply, and those of the same person behind them. Each pass tries
 * them again, for what they wait for may have come, a new release of the consumer above all; a pass
 * of its own tries those for which a person asked.
 *
 * <p>The gauge {@code csr.events.parked} tells how many the last pass left, by consumer; it is not
 * a number in a process that ran no pass lately.
 */
public final class ParkedEvents implements LeasedLoop.Pass {
  private static final Logger LOG = LoggerFactory.getLogger(ParkedEvents.class);

  /** Longer than the pause between two passes. */
  private static final Duration FRESH = Duration.ofMinutes(3);

  private final SystemView system;
  private final Tenancy tenancy;
  private final Map<String, EventProjection> projections;

  private volatile Left left = new Left(Instant.EPOCH, Map.of());

  public ParkedEvents(
      SystemView system, Tenancy tenancy, List<EventProjection> projections, MeterRegistry meters) {
    this.system = system;
    this.tenancy = tenancy;
    this.projections =
        projections.stream()
            .collect(Collectors.toMap(EventProjection::consumer, Function.identity()));
    for (String consumer : this.projections.keySet()) {
      Gauge.builder("csr.events.parked", this, parked -> parked.left(consumer))
          .description("Events that wait, or queue behind one")
          .tag("consumer", consumer)
          .register(meters);
    }
  }

  private record Left(Instant at, Map<String, Long> byConsumer) {}

  private record Waiting(String consumer, UUID person, int events) {}

  @Override
  public boolean run(Hold hold) {
    Map<String, Long> remaining = new HashMap<>();
    for (String tenant : system.tenants()) {
      for (Waiting waiting : waiting(tenant, DSL.noCondition())) {
        hold.keep();
        remaining.merge(
            waiting.consumer(), (long) waiting.events() - retry(tenant, waiting), Long::sum);
      }
    }
    left = new Left(Instant.now(), Map.copyOf(remaining));
    return false;
  }

  private int retry(String tenant, Waiting waiting) {
    int applied = retry(tenant, waiting.consumer(), waiting.person());
    if (applied > 0) {
      LOG.info("{}: {} parked events took effect", waiting.consumer(), applied);
    }
    return applied;
  }

  /** Tries those again for which a person asked, and what stands before them. */
  public boolean runAsked(Hold hold) {
    for (String tenant : tenantsWithAsked()) {
      for (Waiting asked : waiting(tenant, PARKED_EVENTS.RETRY_ASKED_AT.isNotNull())) {
        hold.keep();
        retry(tenant, asked);
        tenancy.change(tenant, db -> answer(db, tenant, asked));
      }
    }
    return false;
  }

  private List<String> tenantsWithAsked() {
    return system.read(db ->
        db.selectDistinct(PARKED_EVENTS.TENANT_ID)
            .from(PARKED_EVENTS)
            .where(PARKED_EVENTS.RETRY_ASKED_AT.isNotNull())
            .fetch(PARKED_EVENTS.TENANT_ID));
  }

  private static void answer(DSLContext db, String tenant, Waiting asked) {
    db.update(PARKED_EVENTS)
        .setNull(PARKED_EVENTS.RETRY_ASKED_AT)
        .where(
            PARKED_EVENTS.TENANT_ID.eq(tenant),
            PARKED_EVENTS.CONSUMER.eq(asked.consumer()),
            PARKED_EVENTS.PERSON_ID.eq(asked.person()),
            PARKED_EVENTS.RETRY_ASKED_AT.isNotNull())
        .execute();
  }

  private List<Waiting> waiting(String tenant, Condition wanted) {
    return tenancy.read(
        tenant,
        db ->
            db.select(PARKED_EVENTS.CONSUMER, PARKED_EVENTS.PERSON_ID, DSL.count())
                .from(PARKED_EVENTS)
                .where(
                    PARKED_EVENTS.TENANT_ID.eq(tenant),
                    PARKED_EVENTS.CONSUMER.in(projections.keySet()),
                    wanted)
                .groupBy(PARKED_EVENTS.CONSUMER, PARKED_EVENTS.PERSON_ID)
                .orderBy(DSL.min(PARKED_EVENTS.PARKED_AT))
                .fetch(row -> new Waiting(row.value1(), row.value2(), row.value3())));
  }

  private double left(String consumer) {
    Left last = left;
    return last.at().plus(FRESH).isAfter(Instant.now())
        ? last.byConsumer().getOrDefault(consumer, 0L)
        : Double.NaN;
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
      Optional<Application.Failure> failure = application.attempt(List.of(event));
      if (failure.isPresent()) {
        db.update(PARKED_EVENTS)
            .set(PARKED_EVENTS.EVENT_TYPE, event.type())
            .set(PARKED_EVENTS.FAILURE_TYPE, failure.get().type())
            .set(PARKED_EVENTS.FAILURE_CLASS, failure.get().kind().name())
            .set(PARKED_EVENTS.ATTEMPTS, PARKED_EVENTS.ATTEMPTS.plus(1))
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
