package org.teei.csr.schema.impactin;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;

/**
 * A delivery that somebody or a schedule wants: of one company, platform and period there is one,
 * and another revision only where the figures moved since it arrived.
 *
 * @param platform {@code benevity}, {@code goodera}, {@code workday} or {@code file}
 * @param until the day behind the last one of the period
 * @param scheduleId absent where no schedule is behind it
 * @param cause {@code scheduled}, {@code caught-up}, {@code run-now} or {@code backfill}
 * @param approval {@code always}, {@code never} or {@code on_deviation}
 * @param workflowId of the workflow that delivers it, made of its own id
 */
public record NewDelivery(
    String tenant,
    UUID deliveryId,
    String platform,
    LocalDate from,
    LocalDate until,
    String timeZone,
    @Nullable UUID scheduleId,
    String cause,
    String approval,
    String workflowId,
    String requestedBy) {

  private static final Set<String> ARRIVED = Set.of("delivered", "confirmed");

  /**
   * What came of it.
   *
   * @param deliveryId of the new one, or of the one that is there
   * @param opened whether it is new, so that its workflow has to be started
   */
  public record Opened(UUID deliveryId, boolean opened) {}

  /**
   * Makes the row of the period's first delivery or, where a person asked and the figures moved
   * since it arrived, of its next revision. The id of a request that is repeated is found again.
   * Who opens the same period waits for the end of the transaction.
   */
  public Opened open(DSLContext db) {
    db.execute(
        "select pg_advisory_xact_lock(hashtextextended({0}, 0))",
        DSL.val("impactin/%s/%s/%s/%s".formatted(tenant, platform, from, until)));
    if (isThere(db)) {
      return new Opened(deliveryId, false);
    }
    Optional<ImpactDeliveriesRecord> latest = latest(db);
    if (latest.isEmpty()) {
      return insert(db, 1, approval);
    }
    ImpactDeliveriesRecord before = latest.get();
    return revises(db, before)
        ? insert(db, before.getRevision() + 1, "always")
        : new Opened(before.getDeliveryId(), false);
  }

  private boolean isThere(DSLContext db) {
    return db.fetchExists(
        IMPACT_DELIVERIES,
        IMPACT_DELIVERIES.TENANT_ID.eq(tenant),
        IMPACT_DELIVERIES.DELIVERY_ID.eq(deliveryId));
  }

  private Optional<ImpactDeliveriesRecord> latest(DSLContext db) {
    return db.selectFrom(IMPACT_DELIVERIES)
        .where(isOfPeriod())
        .orderBy(IMPACT_DELIVERIES.REVISION.desc())
        .limit(1)
        .fetchOptional();
  }

  private Condition isOfPeriod() {
    return DSL.and(
        IMPACT_DELIVERIES.TENANT_ID.eq(tenant),
        IMPACT_DELIVERIES.PLATFORM.eq(platform),
        IMPACT_DELIVERIES.PERIOD_FROM.eq(from),
        IMPACT_DELIVERIES.PERIOD_UNTIL.eq(until));
  }

  /**
   * A schedule delivers a period once, and a backfill fills what is missing: later revisions are a
   * person's decision about one period.
   */
  private boolean revises(DSLContext db, ImpactDeliveriesRecord before) {
    return cause.equals("run-now")
        && ARRIVED.contains(before.getStatus())
        && newest(db, before.getTimeZone())
            .filter(snapshot -> !Objects.equals(snapshot, before.getSnapshotId()))
            .isPresent();
  }

  private Optional<UUID> newest(DSLContext db, String zone) {
    return db.select(METRIC_SNAPSHOTS.SNAPSHOT_ID)
        .from(METRIC_SNAPSHOTS)
        .where(
            METRIC_SNAPSHOTS.TENANT_ID.eq(tenant),
            METRIC_SNAPSHOTS.PERIOD_FROM.eq(from),
            METRIC_SNAPSHOTS.PERIOD_UNTIL.eq(until),
            METRIC_SNAPSHOTS.TIME_ZONE.eq(zone),
            METRIC_SNAPSHOTS.REVISION.isNotNull())
        .orderBy(METRIC_SNAPSHOTS.REVISION.desc())
        .limit(1)
        .fetchOptional(Record1::value1);
  }

  private Opened insert(DSLContext db, int revision, String approvalOfIt) {
    db.insertInto(IMPACT_DELIVERIES)
        .set(IMPACT_DELIVERIES.TENANT_ID, tenant)
        .set(IMPACT_DELIVERIES.DELIVERY_ID, deliveryId)
        .set(IMPACT_DELIVERIES.PLATFORM, platform)
        .set(IMPACT_DELIVERIES.PERIOD_FROM, from)
        .set(IMPACT_DELIVERIES.PERIOD_UNTIL, until)
        .set(IMPACT_DELIVERIES.TIME_ZONE, timeZone)
        .set(IMPACT_DELIVERIES.REVISION, revision)
        .set(IMPACT_DELIVERIES.SCHEDULE_ID, scheduleId)
        .set(IMPACT_DELIVERIES.CAUSE, cause)
        .set(IMPACT_DELIVERIES.APPROVAL, approvalOfIt)
        .set(IMPACT_DELIVERIES.WORKFLOW_ID, workflowId)
        .set(IMPACT_DELIVERIES.REQUESTED_BY, requestedBy)
        .execute();
    return new Opened(deliveryId, true);
  }
}
