package org.teei.csr.schema.audit;

import static org.teei.csr.schema.jooq.Tables.DECISIONS;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.shared.Ids;

/** Decisions of persons on running work. */
public final class Decisions {
  private Decisions() {}

  /**
   * Records a decision and appends its audit entry, in the transaction of whatever it changes.
   *
   * @param requestId id of the HTTP request that brought it
   */
  public static void record(DSLContext db, Decision decision, @Nullable String requestId) {
    db.insertInto(DECISIONS)
        .set(DECISIONS.TENANT_ID, decision.tenant())
        .set(DECISIONS.DECISION_ID, decision.decisionId())
        .set(DECISIONS.ACTOR, decision.actor())
        .set(DECISIONS.ACTOR_ROLE, decision.actorRole())
        .set(DECISIONS.ACTION, decision.action())
        .set(DECISIONS.RESOURCE_TYPE, decision.resourceType())
        .set(DECISIONS.RESOURCE_ID, decision.resourceId())
        .set(DECISIONS.REASON, decision.reason())
        .execute();
    Audit.append(
        db,
        new AuditEntry(
            decision.tenant(),
            Ids.next(),
            decision.actor(),
            decision.actorRole(),
            decision.action(),
            decision.resourceType(),
            decision.resourceId(),
            decision.decisionId(),
            requestId,
            Map.of()));
  }

  /**
   * As {@link #record(DSLContext, Decision, String)} for a decision that no HTTP request brought.
   */
  public static void record(DSLContext db, Decision decision) {
    record(db, decision, null);
  }

  /** The decision that a command names, for who carries it out. */
  public static Optional<Decision> find(DSLContext db, String tenant, UUID decisionId) {
    return db.selectFrom(DECISIONS)
        .where(DECISIONS.TENANT_ID.eq(tenant), DECISIONS.DECISION_ID.eq(decisionId))
        .fetchOptional(row ->
            new Decision(
                row.getTenantId(),
                row.getDecisionId(),
                row.getActor(),
                row.getActorRole(),
                row.getAction(),
                row.getResourceType(),
                row.getResourceId(),
                row.getReason()));
  }
}
