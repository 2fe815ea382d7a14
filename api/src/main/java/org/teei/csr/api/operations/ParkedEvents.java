package org.teei.csr.api.operations;

import static org.teei.csr.schema.jooq.Tables.PARKED_EVENTS;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.Reach;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.tenancy.Tenancy;

/** Lists what consumers could not apply, and has the workers try it again. */
@Component
final class ParkedEvents {
  static final String PATH = "/v1/operations/parked-events";

  private final Reach reach;
  private final Tenancy tenancy;
  private final AuditTrail trail;

  ParkedEvents(Reach reach, Tenancy tenancy, AuditTrail trail) {
    this.reach = reach;
    this.tenancy = tenancy;
    this.trail = trail;
  }

  Page<ParkedEvent> list(@Nullable String tenant, @Nullable String consumer, Page.Range range) {
    var wanted =
        DSL.and(
            reach.covers(PARKED_EVENTS.TENANT_ID, tenant),
            consumer == null ? DSL.noCondition() : PARKED_EVENTS.CONSUMER.eq(consumer));
    var slice =
        reach.read(db ->
            new Page.Slice<>(
                db.select(reach.columns(PARKED_EVENTS, PARKED_EVENTS.PERSON_ID))
                    .from(PARKED_EVENTS)
                    .where(wanted)
                    .orderBy(
                        PARKED_EVENTS.PARKED_AT,
                        PARKED_EVENTS.CONSUMER,
                        PARKED_EVENTS.POSITION,
                        PARKED_EVENTS.TENANT_ID)
                    .limit(range.pageSize())
                    .offset(range.offset())
                    .fetchInto(PARKED_EVENTS),
                db.fetchCount(PARKED_EVENTS, wanted)));
    Map<String, @Nullable Object> filters = new HashMap<>();
    filters.put("tenant", tenant);
    filters.put("consumer", consumer);
    return Page.of(slice, range, PATH, filters, ParkedEvent::of);
  }

  /** Notes that somebody asked; a loop of the workers looks for that. */
  List<ParkedEvent> retry(UUID eventId, String reason) {
    var tenant = tenantOf(eventId);
    return tenancy.write(
        tenant,
        db -> {
          var asked =
              db.update(PARKED_EVENTS)
                  .set(PARKED_EVENTS.RETRY_ASKED_AT, DSL.currentInstant())
                  .where(PARKED_EVENTS.TENANT_ID.eq(tenant), PARKED_EVENTS.EVENT_ID.eq(eventId))
                  .returning(PARKED_EVENTS.fields())
                  .fetch();
          if (asked.isEmpty()) {
            throw ProblemException.of(RequestProblem.NOT_FOUND);
          }
          Decisions.record(
              db, trail.entryOf(tenant, "operations.retry-event", "parked-event", eventId), reason);
          return asked.map(ParkedEvent::of);
        });
  }

  /** It may be parked for many consumers. */
  private String tenantOf(UUID eventId) {
    return reach.read(db ->
        db.selectDistinct(PARKED_EVENTS.TENANT_ID)
            .from(PARKED_EVENTS)
            .where(reach.covers(PARKED_EVENTS.TENANT_ID, null), PARKED_EVENTS.EVENT_ID.eq(eventId))
            .fetchOptional(PARKED_EVENTS.TENANT_ID)
            .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND)));
  }
}
