package org.teei.csr.activities.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.METRIC_SNAPSHOTS;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.teei.csr.activities.impactin.vendors.Vendors;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.shared.CurrentFigures;
import org.teei.csr.engines.impactin.Deviation;
import org.teei.csr.engines.impactin.Difference;
import org.teei.csr.engines.impactin.Mapping;
import org.teei.csr.engines.impactin.Payload;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.engines.impactin.ReportedFigures;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.impactin.DeliveryChange;
import org.teei.csr.schema.impactin.DeliverySeal;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.jooq.tables.records.MetricSnapshotsRecord;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.deliveries.DeliveryRef;
import org.teei.csr.workflows.impactin.deliveries.Prepared;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * Freezes the figures of a period and what is sent of them. What is frozen is never made anew: each
 * attempt and each replay sends the same bytes.
 */
final class Freezing {
  /** How many earlier periods tell what is usual. */
  private static final int EARLIER = 12;

  private final Tenancy tenancy;
  private final CurrentFigures figures;
  private final Vendors vendors;
  private final DeliverySeal seal;

  Freezing(Tenancy tenancy, CurrentFigures figures, Vendors vendors, DeliverySeal seal) {
    this.tenancy = tenancy;
    this.figures = figures;
    this.vendors = vendors;
    this.seal = seal;
  }

  Prepared prepare(DeliveryRef ref) {
    String tenant = ref.tenant().value();
    ImpactDeliveriesRecord delivery = tenancy.read(tenant, db -> DeliveryBook.find(db, ref));
    if (delivery.getPayloadSha256() == null) {
      freeze(ref, delivery);
      delivery = tenancy.read(tenant, db -> DeliveryBook.find(db, ref));
    }
    return prepared(delivery);
  }

  private void freeze(DeliveryRef ref, ImpactDeliveriesRecord delivery) {
    String tenant = delivery.getTenantId();
    Mapping mapping =
        vendors
            .mapping(ref.tenant(), platform(delivery))
            .orElseThrow(() -> new StepFailure(FailureClass.PERMANENT, "not-connected"));
    Period period = period(delivery);
    UUID snapshot = figures.snapshot(tenant, period, delivery.getWorkflowId());
    tenancy.change(
        tenant,
        db -> {
          ReportedFigures frozen = figures(db, tenant, snapshot);
          Payload payload = Payload.of(frozen, mapping);
          if (!payload.findings().isEmpty()) {
            throw new StepFailure(FailureClass.DATA, "invalid-payload");
          }
          List<DeliveryChange> changes =
              Stream.concat(
                      deviations(db, delivery, frozen), differences(db, delivery, payload.bytes()))
                  .toList();
          db.update(IMPACT_DELIVERIES)
              .set(IMPACT_DELIVERIES.SNAPSHOT_ID, snapshot)
              .set(
                  IMPACT_DELIVERIES.PAYLOAD_CIPHERTEXT,
                  seal.sealPayload(tenant, ref.deliveryId(), payload.bytes()))
              .set(IMPACT_DELIVERIES.PAYLOAD_SHA256, payload.sha256())
              .set(IMPACT_DELIVERIES.CONTENT_TYPE, payload.contentType())
              .set(IMPACT_DELIVERIES.LEFT_OUT, JSONB.jsonb(Json.of(payload.leftOut())))
              .set(IMPACT_DELIVERIES.CHANGES, JSONB.jsonb(Json.of(changes)))
              .where(
                  DeliveryBook.is(ref),
                  IMPACT_DELIVERIES.PAYLOAD_SHA256.isNull(),
                  IMPACT_DELIVERIES.FINISHED_AT.isNull())
              .execute();
        });
  }

  private static ReportedFigures figures(DSLContext db, String tenant, UUID snapshot) {
    return figures(
        db.selectFrom(METRIC_SNAPSHOTS)
            .where(METRIC_SNAPSHOTS.TENANT_ID.eq(tenant), METRIC_SNAPSHOTS.SNAPSHOT_ID.eq(snapshot))
            .fetchSingle());
  }

  private static ReportedFigures figures(MetricSnapshotsRecord row) {
    return ReportedFigures.of(
        row.getTenantId(),
        new Period(row.getPeriodFrom(), row.getPeriodUntil(), ZoneId.of(row.getTimeZone())),
        row.getFinishedAt(),
        row.getFigures().data());
  }

  /** Beside what arrived of earlier periods that were about as long. */
  private static Stream<DeliveryChange> deviations(
      DSLContext db, ImpactDeliveriesRecord delivery, ReportedFigures now) {
    var days = IMPACT_DELIVERIES.PERIOD_UNTIL.minus(IMPACT_DELIVERIES.PERIOD_FROM);
    long length = delivery.getPeriodUntil().toEpochDay() - delivery.getPeriodFrom().toEpochDay();
    List<ReportedFigures> earlier =
        db.select(METRIC_SNAPSHOTS.fields())
            .distinctOn(IMPACT_DELIVERIES.PERIOD_FROM)
            .from(IMPACT_DELIVERIES)
            .join(METRIC_SNAPSHOTS)
            .on(
                METRIC_SNAPSHOTS.TENANT_ID.eq(IMPACT_DELIVERIES.TENANT_ID),
                METRIC_SNAPSHOTS.SNAPSHOT_ID.eq(IMPACT_DELIVERIES.SNAPSHOT_ID))
            .where(
                IMPACT_DELIVERIES.TENANT_ID.eq(delivery.getTenantId()),
                IMPACT_DELIVERIES.PLATFORM.eq(delivery.getPlatform()),
                IMPACT_DELIVERIES.DELIVERED_AT.isNotNull(),
                IMPACT_DELIVERIES.PERIOD_FROM.lt(delivery.getPeriodFrom()),
                days.cast(Long.class).between(length - 3, length + 3))
            .orderBy(IMPACT_DELIVERIES.PERIOD_FROM.desc(), IMPACT_DELIVERIES.REVISION.desc())
            .limit(EARLIER)
            .fetchInto(METRIC_SNAPSHOTS)
            .map(Freezing::figures);
    return Deviation.of(now, earlier).stream()
        .map(deviation ->
            new DeliveryChange(
                DeliveryChange.DEVIATES,
                deviation.figure(),
                deviation.usual().toPlainString(),
                deviation.value().toPlainString()));
  }

  /** Beside the revision before, where there is one. */
  private Stream<DeliveryChange> differences(
      DSLContext db, ImpactDeliveriesRecord delivery, byte[] payload) {
    return DeliveryBook.arrivedBefore(db, delivery)
        .map(before ->
            seal.openPayload(
                before.getTenantId(), before.getDeliveryId(), before.getPayloadCiphertext()))
        .stream()
        .flatMap(before -> Difference.between(before, payload).stream())
        .map(difference ->
            new DeliveryChange(
                DeliveryChange.DIFFERS,
                difference.path(),
                difference.before(),
                difference.after()));
  }

  private static Prepared prepared(ImpactDeliveriesRecord delivery) {
    int changes = size(delivery.getChanges());
    boolean asks =
        switch (delivery.getApproval()) {
          case "always" -> true;
          case "never" -> false;
          default -> changes > 0;
        };
    return new Prepared(asks, changes, size(delivery.getLeftOut()));
  }

  private static int size(JSONB list) {
    return Json.read(Objects.requireNonNull(list).data(), Object[].class).length;
  }

  static Platform platform(ImpactDeliveriesRecord delivery) {
    return Platform.valueOf(delivery.getPlatform().toUpperCase(Locale.ROOT));
  }

  private static Period period(ImpactDeliveriesRecord delivery) {
    return new Period(
        delivery.getPeriodFrom(), delivery.getPeriodUntil(), ZoneId.of(delivery.getTimeZone()));
  }
}
