package org.teei.csr.api.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.DECISIONS;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.audit.Decisions;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Begins deliveries again that did not arrive: one, or those of a window at a pace. What is frozen
 * is sent under the same idempotency key.
 */
@Component
final class DeliveryReplays {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MOST = 1_000;

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final WorkflowStarts starts;
  private final IdempotentRequests requests;
  private final ImpactDeliveries deliveries;

  DeliveryReplays(
      Tenancy tenancy,
      CurrentPrincipal principals,
      AuditTrail trail,
      WorkflowStarts starts,
      IdempotentRequests requests,
      ImpactDeliveries deliveries) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.starts = starts;
    this.requests = requests;
    this.deliveries = deliveries;
  }

  /** What the record keeps of a bulk replay: which ones, in the order in which they begin. */
  private record Kept(List<UUID> deliveries, int perMinute) {}

  ResponseEntity<byte[]> replay(UUID id, @Nullable String key, @Nullable String reason) {
    deliveries.row(id);
    return requests.answer(
        principals.get(),
        "POST /v1/impact-in/deliveries/{id}/replay",
        IdempotentRequests.required(key),
        List.of(id.toString().getBytes(StandardCharsets.UTF_8)),
        decision -> {
          replay(id, decision, reason);
          return new Answer(
              202, deliveries.get(id), URI.create(ImpactDeliveriesController.PATH + "/" + id));
        });
  }

  private void replay(UUID id, UUID asked, @Nullable String reason) {
    var tenant = principals.get().tenant();
    var intent = DeliveryOpenings.again(deliveries.row(id));
    var replayed =
        tenancy.write(
            tenant,
            db -> {
              var decision = unused(db, tenant, asked);
              if (Decisions.find(db, tenant, decision).isPresent()) {
                return false;
              }
              var row =
                  locked(db, tenant, IMPACT_DELIVERIES.DELIVERY_ID.eq(id)).stream()
                      .findFirst()
                      .orElseThrow(() ->
                          ProblemException.inState(
                              DeliveryProblem.NOT_REPLAYABLE,
                              ImpactDeliveries.find(db, tenant, id).getStatus()));
              reopen(db, tenant, List.of(id));
              StartIntents.again(db, intent);
              Decisions.record(
                  db,
                  trail
                      .entry("impactin.replay", "delivery", id)
                      .withWorkflow(row.getWorkflowId())
                      .withDecision(decision)
                      .withChanges(new Change("status", row.getStatus(), "pending")),
                  reason);
              return true;
            });
    if (replayed) {
      starts.soon(intent);
    }
  }

  /** What a bulk replay would begin. */
  BulkReplay planned(BulkReplay.Request request) {
    var tenant = principals.get().tenant();
    var ids =
        tenancy.read(
            tenant,
            db ->
                db.select(IMPACT_DELIVERIES.DELIVERY_ID)
                    .from(IMPACT_DELIVERIES)
                    .where(IMPACT_DELIVERIES.TENANT_ID.eq(tenant), request.condition())
                    .orderBy(
                        IMPACT_DELIVERIES.PERIOD_FROM,
                        IMPACT_DELIVERIES.PLATFORM,
                        IMPACT_DELIVERIES.DELIVERY_ID)
                    .limit(MOST + 1)
                    .fetch(IMPACT_DELIVERIES.DELIVERY_ID));
    return BulkReplay.of(true, notTooMany(ids), request.pace());
  }

  /** Begins those of a window, the oldest period first; one decision about all of them. */
  ResponseEntity<byte[]> replayAll(@Nullable String key, BulkReplay.Request request) {
    return requests.answer(
        principals.get(),
        "POST /v1/impact-in/deliveries/bulk-replay",
        IdempotentRequests.required(key),
        List.of(Json.of(request).getBytes(StandardCharsets.UTF_8)),
        asked -> {
          var kept = tenancy.write(principals.get().tenant(), db -> replayAll(db, asked, request));
          return new Answer(
              202,
              BulkReplay.of(false, kept.deliveries(), kept.perMinute()),
              URI.create(
                  "%s?from=%s&until=%s"
                      .formatted(
                          ImpactDeliveriesController.PATH, request.from(), request.until())));
        });
  }

  private Kept replayAll(DSLContext db, UUID asked, BulkReplay.Request request) {
    var tenant = principals.get().tenant();
    var decision = unused(db, tenant, asked);
    var earlier = kept(db, tenant, decision);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    var rows = locked(db, tenant, request.condition());
    var ids = notTooMany(rows.stream().map(ImpactDeliveriesRecord::getDeliveryId).toList());
    var kept = new Kept(ids, request.pace());
    reopen(db, tenant, ids);
    StartIntents.again(
        db, rows.stream().map(DeliveryOpenings::again).toList(), MINUTE.dividedBy(request.pace()));
    Decisions.record(
        db,
        trail
            .entry("impactin.bulk-replay", "delivery-replay", decision)
            .withDecision(decision)
            .withDetails(Map.of("deliveries", ids, "perMinute", kept.perMinute())),
        request.reason());
    return kept;
  }

  private static Optional<Kept> kept(DSLContext db, String tenant, UUID decision) {
    return db.select(AUDIT_ENTRIES.DETAILS)
        .from(AUDIT_ENTRIES)
        .where(AUDIT_ENTRIES.TENANT_ID.eq(tenant), AUDIT_ENTRIES.DECISION_ID.eq(decision))
        .fetchOptional(row -> Json.read(row.value1().data(), Kept.class));
  }

  /** The id of the decision of a request, behind those of earlier uses of its key. */
  static UUID unused(DSLContext db, String tenant, UUID asked) {
    return IdempotentRequests.unused(
        asked,
        id ->
            db.fetchExists(
                DECISIONS,
                DECISIONS.TENANT_ID.eq(tenant),
                DECISIONS.DECISION_ID.eq(id),
                DECISIONS.DECIDED_AT.le(
                    DSL.currentInstant().minus(DayToSecond.valueOf(IdempotentRequests.LIFETIME)))));
  }

  private static List<UUID> notTooMany(List<UUID> ids) {
    if (ids.size() > MOST) {
      throw ProblemException.of(DeliveryProblem.TOO_MANY_DELIVERIES);
    }
    return ids;
  }

  /** Those that can be begun again: whoever else wants to waits, and finds them begun. */
  private static List<ImpactDeliveriesRecord> locked(
      DSLContext db, String tenant, Condition which) {
    return db.selectFrom(IMPACT_DELIVERIES)
        .where(IMPACT_DELIVERIES.TENANT_ID.eq(tenant), BulkReplay.replayable(), which)
        .orderBy(
            IMPACT_DELIVERIES.PERIOD_FROM,
            IMPACT_DELIVERIES.PLATFORM,
            IMPACT_DELIVERIES.DELIVERY_ID)
        .limit(MOST + 1)
        .forUpdate()
        .fetch();
  }

  private static void reopen(DSLContext db, String tenant, List<UUID> ids) {
    db.update(IMPACT_DELIVERIES)
        .set(IMPACT_DELIVERIES.STATUS, "pending")
        .setNull(IMPACT_DELIVERIES.REASON)
        .setNull(IMPACT_DELIVERIES.FINISHED_AT)
        .set(IMPACT_DELIVERIES.RUN, IMPACT_DELIVERIES.RUN.plus(1))
        .where(IMPACT_DELIVERIES.TENANT_ID.eq(tenant), IMPACT_DELIVERIES.DELIVERY_ID.in(ids))
        .execute();
  }
}
