package org.teei.csr.schema.operations;

import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.schema.tenancy.SystemView;

/**
 * The list of workflows to start. A request adds its intent in the transaction of its rows; a loop
 * starts what is pending, so a request is accepted while Temporal is away. Starting is at least
 * once: the workflow id makes it one.
 */
public final class StartIntents {
  private StartIntents() {}

  /** Adds an intent, pending from now. */
  public static void add(DSLContext db, StartIntent intent) {
    add(db, List.of(intent), Duration.ZERO, false);
  }

  /** Adds the intent of a job that has ended and begins again. */
  public static void again(DSLContext db, StartIntent intent) {
    again(db, List.of(intent), Duration.ZERO);
  }

  /**
   * Adds intents of jobs that have ended and begin again, at a pace: the first one is pending from
   * now, each other one after the gap behind the one before it.
   */
  public static void again(DSLContext db, List<StartIntent> intents, Duration gap) {
    add(db, intents, gap, true);
  }

  private static void add(DSLContext db, List<StartIntent> intents, Duration gap, boolean again) {
    var insert =
        db.insertInto(
            START_INTENTS,
            START_INTENTS.TENANT_ID,
            START_INTENTS.INTENT_ID,
            START_INTENTS.FEATURE,
            START_INTENTS.WORKFLOW_TYPE,
            START_INTENTS.WORKFLOW_ID,
            START_INTENTS.TASK_QUEUE,
            START_INTENTS.INPUT,
            START_INTENTS.SUMMARY,
            START_INTENTS.BUSINESS_REF,
            START_INTENTS.PRIORITY,
            START_INTENTS.TRACE_PARENT,
            START_INTENTS.AGAIN,
            START_INTENTS.NEXT_ATTEMPT_AT);
    for (int i = 0; i < intents.size(); i++) {
      StartIntent intent = intents.get(i);
      insert =
          insert.values(
              DSL.val(intent.tenant()),
              DSL.val(intent.intentId()),
              DSL.val(intent.feature()),
              DSL.val(intent.workflowType()),
              DSL.val(intent.workflowId()),
              DSL.val(intent.taskQueue()),
              DSL.val(JSONB.jsonb(intent.input())),
              DSL.val(intent.summary()),
              DSL.val(intent.businessRef()),
              DSL.val(intent.priority()),
              DSL.val(intent.traceParent()),
              DSL.val(again),
              DSL.currentInstant().plus(DayToSecond.valueOf(gap.multipliedBy(i))));
    }
    if (!intents.isEmpty()) {
      insert.execute();
    }
  }

  /** Pending intents of all tenants whose time has come, most urgent and oldest first. */
  public static List<PendingIntent> pending(SystemView system, int limit) {
    return system.read(db ->
        db.selectFrom(START_INTENTS)
            .where(
                START_INTENTS.STATE.eq("pending"),
                START_INTENTS.NEXT_ATTEMPT_AT.le(DSL.currentInstant()))
            .orderBy(START_INTENTS.PRIORITY, START_INTENTS.NEXT_ATTEMPT_AT, START_INTENTS.INTENT_ID)
            .limit(limit)
            .fetch(row ->
                new PendingIntent(
                    new StartIntent(
                        row.getTenantId(),
                        row.getIntentId(),
                        row.getFeature(),
                        row.getWorkflowType(),
                        row.getWorkflowId(),
                        row.getTaskQueue(),
                        row.getInput().data(),
                        row.getSummary(),
                        row.getBusinessRef(),
                        row.getPriority(),
                        row.getTraceParent()),
                    row.getAttempts())));
  }

  /**
   * Notes that the workflow runs. A job that begins again is not served by the run of an earlier
   * start, which has closed its books and is just ending: it stays pending, to be started when that
   * run is over.
   *
   * @param runId of the run that was started, or found
   * @return false if that run is not the one that is wanted, or the intent was not pending any more
   */
  public static boolean markStarted(DSLContext db, StartIntent intent, String runId) {
    var earlier = START_INTENTS.as("earlier");
    return db.update(START_INTENTS)
            .set(START_INTENTS.STATE, "started")
            .set(START_INTENTS.STARTED_AT, DSL.currentInstant())
            .set(START_INTENTS.ATTEMPTS, START_INTENTS.ATTEMPTS.plus(1))
            .set(START_INTENTS.RUN_ID, runId)
            .where(
                START_INTENTS.TENANT_ID.eq(intent.tenant()),
                START_INTENTS.INTENT_ID.eq(intent.intentId()),
                START_INTENTS.STATE.eq("pending"),
                START_INTENTS
                    .AGAIN
                    .isFalse()
                    .or(
                        DSL.notExists(
                            DSL.selectOne()
                                .from(earlier)
                                .where(
                                    earlier.TENANT_ID.eq(intent.tenant()),
                                    earlier.WORKFLOW_ID.eq(intent.workflowId()),
                                    earlier.RUN_ID.eq(runId),
                                    earlier.INTENT_ID.ne(intent.intentId())))))
            .execute()
        == 1;
  }

  /** Notes a failed attempt; the next one is due after {@code delay}. */
  public static void postpone(DSLContext db, String tenant, UUID intentId, Duration delay) {
    db.update(START_INTENTS)
        .set(START_INTENTS.NEXT_ATTEMPT_AT, DSL.currentInstant().plus(DayToSecond.valueOf(delay)))
        .set(START_INTENTS.ATTEMPTS, START_INTENTS.ATTEMPTS.plus(1))
        .where(
            START_INTENTS.TENANT_ID.eq(tenant),
            START_INTENTS.INTENT_ID.eq(intentId),
            START_INTENTS.STATE.eq("pending"))
        .execute();
  }

  /** Notes that Temporal will never start this workflow. */
  public static void refuse(DSLContext db, String tenant, UUID intentId) {
    db.update(START_INTENTS)
        .set(START_INTENTS.STATE, "refused")
        .set(START_INTENTS.ATTEMPTS, START_INTENTS.ATTEMPTS.plus(1))
        .where(
            START_INTENTS.TENANT_ID.eq(tenant),
            START_INTENTS.INTENT_ID.eq(intentId),
            START_INTENTS.STATE.eq("pending"))
        .execute();
  }

  /**
   * An intent that waits.
   *
   * @param attempts failed so far
   */
  public record PendingIntent(StartIntent intent, int attempts) {}
}
