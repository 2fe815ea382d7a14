package org.teei.csr.activities.operations;

import static org.teei.csr.schema.jooq.Tables.DECISIONS;
import static org.teei.csr.schema.jooq.Tables.DRAIN_SWITCHES;
import static org.teei.csr.schema.jooq.Tables.PARKED_WORKFLOWS;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.workflows.operations.Parked;

/**
 * Holds back a feature of a tenant when its steps park by the dozen for one class of reason: what
 * fails for all would otherwise make a decision necessary for each. It sets a drain switch as an
 * operator would; an operator lifts it, and from then on parks are counted anew.
 */
final class Brake {
  /** So many parks of one class and source within {@link #WINDOW} are taken for single cases. */
  static final int TOLERATED = 20;

  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final String DRAIN_SWITCH = "drain-switch";

  private Brake() {}

  /** The drain switch of a feature of one tenant. */
  static String scope(String tenant, String feature) {
    return "tenant:" + tenant + ":" + feature;
  }

  /**
   * Makes the parks of a source follow each other until the end of the transaction, so that each
   * sees all before it. To be called before the park is recorded.
   */
  static void enter(DSLContext db, Parked parked) {
    db.select(
            DSL.field(
                "pg_advisory_xact_lock(hashtextextended({0}, 0))",
                DSL.val("brake/" + scope(parked.tenant().value(), parked.feature()))))
        .execute();
  }

  /**
   * Sets the switch, on record, if {@code parked}, which is recorded, is one too many. One that is
   * set stays as it is.
   *
   * @return whether it was set now
   */
  static boolean tread(DSLContext db, Parked parked) {
    String scope = scope(parked.tenant().value(), parked.feature());
    boolean set =
        db.insertInto(
                    DRAIN_SWITCHES,
                    DRAIN_SWITCHES.SCOPE,
                    DRAIN_SWITCHES.REASON,
                    DRAIN_SWITCHES.ACTOR)
                .select(
                    db.select(DSL.val(scope), DSL.val(reason(parked)), DSL.val("brake"))
                        .where(notSet(db, scope).and(parks(db, parked, scope).gt(TOLERATED))))
                .onConflictDoNothing()
                .execute()
            == 1;
    if (set) {
      Audit.append(
          db,
          AuditEntry.of(
                  parked.tenant().value(),
                  "brake",
                  "platform",
                  "operations.brake",
                  DRAIN_SWITCH,
                  scope)
              .withWorkflow(parked.workflowId())
              .withChanges(new Change("held", "false", "true"))
              .withDetails(
                  Map.of("failureClass", parked.failureClass().name(), "moreThan", TOLERATED)));
    }
    return set;
  }

  private static Condition notSet(DSLContext db, String scope) {
    return DSL.notExists(db.selectOne().from(DRAIN_SWITCHES).where(DRAIN_SWITCHES.SCOPE.eq(scope)));
  }

  private static Field<Integer> parks(DSLContext db, Parked parked, String scope) {
    return DSL.field(
        db.selectCount()
            .from(PARKED_WORKFLOWS)
            .where(
                PARKED_WORKFLOWS.TENANT_ID.eq(parked.tenant().value()),
                PARKED_WORKFLOWS.FEATURE.eq(parked.feature()),
                PARKED_WORKFLOWS.FAILURE_CLASS.eq(parked.failureClass().name()),
                PARKED_WORKFLOWS.PARKED_AT.gt(
                    DSL.currentInstant().minus(DayToSecond.valueOf(WINDOW))),
                PARKED_WORKFLOWS.PARKED_AT.gt(
                    DSL.coalesce(DSL.field(lastDecision(db, parked, scope)), Instant.EPOCH))));
  }

  /** Who sets or lifts the switch by hand leaves a decision. */
  private static Select<Record1<Instant>> lastDecision(DSLContext db, Parked parked, String scope) {
    return db.select(DSL.max(DECISIONS.DECIDED_AT))
        .from(DECISIONS)
        .where(
            DECISIONS.TENANT_ID.eq(parked.tenant().value()),
            DECISIONS.RESOURCE_TYPE.eq(DRAIN_SWITCH),
            DECISIONS.RESOURCE_ID.eq(scope));
  }

  private static String reason(Parked parked) {
    return "Set by the platform: more than %d steps failed for good within a minute, all for the same kind of reason (%s). %s Lift this switch when the cause is gone."
        .formatted(TOLERATED, parked.failureClass(), parked.sentence());
  }
}
