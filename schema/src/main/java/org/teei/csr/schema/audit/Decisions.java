package org.teei.csr.schema.audit;

import static org.teei.csr.schema.jooq.Tables.DECISIONS;

import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.shared.Ids;

/** Decisions of persons on running work. */
public final class Decisions {
  private Decisions() {}

  /**
   * Records the decision that an audit entry tells of and appends the entry, in the transaction of
   * whatever it changes.
   *
   * @param reason in the words of who decided; not for personal data
   * @return the id of the decision: that of the entry, else a new one
   */
  public static UUID record(DSLContext db, AuditEntry entry, @Nullable String reason) {
    var id = entry.decisionId() == null ? Ids.next() : entry.decisionId();
    db.insertInto(DECISIONS)
        .set(DECISIONS.TENANT_ID, entry.tenant())
        .set(DECISIONS.DECISION_ID, id)
        .set(DECISIONS.ACTOR, entry.actor())
        .set(DECISIONS.ACTOR_ROLE, entry.actorRole())
        .set(DECISIONS.ACTION, entry.action())
        .set(DECISIONS.RESOURCE_TYPE, entry.resourceType())
        .set(DECISIONS.RESOURCE_ID, entry.resourceId())
        .set(DECISIONS.REASON, reason)
        .execute();
    Audit.append(db, entry.withDecision(id));
    return id;
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
