package org.teei.csr.api.impactin.schedules;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.impactin.deliveries.Delivery.Days;
import org.teei.csr.api.impactin.deliveries.Delivery.LeftOut;
import org.teei.csr.api.impactin.deliveries.DeliveryProblem;
import org.teei.csr.api.impactin.deliveries.PayloadFinding;
import org.teei.csr.api.impactin.deliveries.Payloads;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.impactin.DeliveryChange;
import org.teei.csr.schema.impactin.DeliverySeal;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.jooq.tables.records.MetricSnapshotsRecord;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;

/** Shows what a schedule would send. */
@Component
final class Previews {
  /** Days by which months, or quarters, differ. */
  private static final long LEEWAY = 3;

  private final Tenancy tenancy;
  private final Schedules schedules;
  private final ScheduleRuns runs;
  private final DeliverySeal seal;

  Previews(Tenancy tenancy, Schedules schedules, ScheduleRuns runs, TenantKeys keys) {
    this.tenancy = tenancy;
    this.schedules = schedules;
    this.runs = runs;
    this.seal = new DeliverySeal(keys);
  }

  SchedulePreview of(UUID id, @Nullable LocalDate day) {
    var schedule = schedules.row(id);
    var period = runs.period(schedule, day);
    return tenancy.read(schedule.getTenantId(), db -> of(db, schedule, period));
  }

  private SchedulePreview of(DSLContext db, ScheduledDeliveriesRecord schedule, Period period) {
    var snapshot =
        latest(db, schedule.getTenantId(), period)
            .orElseThrow(() -> ProblemException.of(ScheduleProblem.NO_FIGURES));
    var payload =
        Payloads.of(db, snapshot, schedule.getPlatform())
            .orElseThrow(() -> ProblemException.of(DeliveryProblem.PLATFORM_NOT_CONNECTED));
    var before = before(db, schedule, period);
    return new SchedulePreview(
        schedule.getPlatform(),
        new Days(period.from(), period.until(), period.zone().getId()),
        snapshot.getSnapshotId(),
        snapshot.getRevision(),
        payload.contentType(),
        payload.sha256(),
        new String(payload.bytes(), StandardCharsets.UTF_8),
        PayloadFinding.of(payload),
        payload.leftOut().stream().map(left -> new LeftOut(left.figure(), left.reason())).toList(),
        before.map(ImpactDeliveriesRecord::getDeliveryId).orElse(null),
        before.map(row -> changes(row, payload.bytes())).orElse(List.of()));
  }

  private static Optional<MetricSnapshotsRecord> latest(
      DSLContext db, String tenant, Period period) {
    return db.selectFrom(METRIC_SNAPSHOTS)
        .where(
            METRIC_SNAPSHOTS.TENANT_ID.eq(tenant),
            METRIC_SNAPSHOTS.PERIOD_FROM.eq(period.from()),
            METRIC_SNAPSHOTS.PERIOD_UNTIL.eq(period.until()),
            METRIC_SNAPSHOTS.TIME_ZONE.eq(period.zone().getId()),
            METRIC_SNAPSHOTS.REVISION.isNotNull())
        .orderBy(METRIC_SNAPSHOTS.REVISION.desc())
        .limit(1)
        .fetchOptional();
  }

  /** What arrived last of the period, else of an earlier one that was about as long. */
  private static Optional<ImpactDeliveriesRecord> before(
      DSLContext db, ScheduledDeliveriesRecord schedule, Period period) {
    var days = IMPACT_DELIVERIES.PERIOD_UNTIL.minus(IMPACT_DELIVERIES.PERIOD_FROM);
    var length = period.until().toEpochDay() - period.from().toEpochDay();
    return db.selectFrom(IMPACT_DELIVERIES)
        .where(
            IMPACT_DELIVERIES.TENANT_ID.eq(schedule.getTenantId()),
            IMPACT_DELIVERIES.PLATFORM.eq(schedule.getPlatform()),
            IMPACT_DELIVERIES.DELIVERED_AT.isNotNull(),
            IMPACT_DELIVERIES.PERIOD_UNTIL.le(period.until()),
            days.cast(Long.class).between(length - LEEWAY, length + LEEWAY))
        .orderBy(IMPACT_DELIVERIES.PERIOD_UNTIL.desc(), IMPACT_DELIVERIES.REVISION.desc())
        .limit(1)
        .fetchOptional();
  }

  private List<DeliveryChange> changes(ImpactDeliveriesRecord before, byte[] payload) {
    var sent =
        seal.openPayload(
            before.getTenantId(), before.getDeliveryId(), before.getPayloadCiphertext());
    return Payloads.changes(sent, payload);
  }
}
