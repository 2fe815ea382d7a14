package org.teei.csr.activities.impactin.deliveries;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERY_ATTEMPTS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.teei.csr.activities.impactin.vendors.Vendors;
import org.teei.csr.activities.metrics.Programme;
import org.teei.csr.activities.metrics.Snapshots;
import org.teei.csr.schema.impactin.DeliverySeal;
import org.teei.csr.schema.impactin.NewDelivery;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveryAttemptsRecord;
import org.teei.csr.schema.personaldata.InMemoryKms;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.deliveries.DeliveryActivities;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;
import org.teei.csr.workflows.impactin.deliveries.DeliveryRef;
import org.teei.csr.workflows.impactin.deliveries.PlatformActivities;
import org.teei.csr.workflows.shared.TenantId;

/** A company with figures and deliveries, on a real database. */
final class DeliveryFixture {
  final Programme programme = new Programme();
  final String tenant = programme.tenant;
  final Tenancy worker = new Tenancy(programme.database.worker());
  final TenantKeys keys = new TenantKeys(worker, new InMemoryKms());
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DeliverySeal seal = new DeliverySeal(keys);

  DeliveryActivities deliveries(Vendors vendors) {
    return deliveries(worker, vendors);
  }

  DeliveryActivities deliveries(Tenancy worker, Vendors vendors) {
    return new DeliveryActivitiesImpl(
        worker, keys, vendors, new Snapshots(worker), meters, () -> () -> {});
  }

  PlatformActivities platform(Vendors vendors) {
    return new PlatformActivitiesImpl(worker, keys, vendors, meters);
  }

  /** Completed ones, of an hour each. */
  void sessions(YearMonth month, int count) {
    for (int i = 0; i < count; i++) {
      programme.session(
          programme.person(), programme.person(), month.atDay(2) + "T10:00:00Z", 60, null);
    }
  }

  DeliveryRef open(YearMonth month, String cause, String approval) {
    return open("benevity", month, cause, approval);
  }

  DeliveryRef open(String platform, YearMonth month, String cause, String approval) {
    UUID id = Ids.next();
    NewDelivery wanted =
        new NewDelivery(
            tenant,
            id,
            platform,
            month.atDay(1),
            month.plusMonths(1).atDay(1),
            "UTC",
            null,
            cause,
            approval,
            DeliveryNames.workflowId(new TenantId(tenant), id),
            "somebody");
    return worker.write(
        tenant,
        db -> new DeliveryRef(new TenantId(tenant), wanted.open(db).deliveryId(), platform));
  }

  ImpactDeliveriesRecord row(DeliveryRef ref) {
    return worker.read(
        tenant,
        db ->
            db.selectFrom(IMPACT_DELIVERIES)
                .where(IMPACT_DELIVERIES.DELIVERY_ID.eq(ref.deliveryId()))
                .fetchSingle());
  }

  String payload(DeliveryRef ref) {
    return new String(
        seal.openPayload(tenant, ref.deliveryId(), row(ref).getPayloadCiphertext()), UTF_8);
  }

  List<ImpactDeliveryAttemptsRecord> attempts(DeliveryRef ref) {
    return worker.read(
        tenant,
        db ->
            db.selectFrom(IMPACT_DELIVERY_ATTEMPTS)
                .where(IMPACT_DELIVERY_ATTEMPTS.DELIVERY_ID.eq(ref.deliveryId()))
                .orderBy(IMPACT_DELIVERY_ATTEMPTS.ATTEMPT)
                .fetch());
  }
}
