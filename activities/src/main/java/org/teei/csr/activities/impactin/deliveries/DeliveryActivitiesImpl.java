package org.teei.csr.activities.impactin.deliveries;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.teei.csr.activities.impactin.vendors.Vendors;
import org.teei.csr.activities.shared.CurrentFigures;
import org.teei.csr.activities.shared.Pulse;
import org.teei.csr.schema.impactin.DeliverySeal;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.deliveries.DeliveryActivities;
import org.teei.csr.workflows.impactin.deliveries.DeliveryEnd;
import org.teei.csr.workflows.impactin.deliveries.DeliveryRef;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStatus;
import org.teei.csr.workflows.impactin.deliveries.DeliveryWait;
import org.teei.csr.workflows.impactin.deliveries.Prepared;

/** What deliveries need of our own database. */
public final class DeliveryActivitiesImpl implements DeliveryActivities {
  private final Freezing freezing;
  private final DeliveryBook book;
  private final DeliveryEnds ends;
  private final Supplier<Runnable> heartbeats;

  /**
   * @param tenancy connects as {@code csr_worker}
   */
  public DeliveryActivitiesImpl(
      Tenancy tenancy,
      TenantKeys keys,
      Vendors vendors,
      CurrentFigures figures,
      MeterRegistry meters) {
    this(tenancy, keys, vendors, figures, meters, Pulse::ofStep);
  }

  DeliveryActivitiesImpl(
      Tenancy tenancy,
      TenantKeys keys,
      Vendors vendors,
      CurrentFigures figures,
      MeterRegistry meters,
      Supplier<Runnable> heartbeats) {
    DeliverySeal seal = new DeliverySeal(keys);
    this.freezing = new Freezing(tenancy, figures, vendors, seal);
    this.book = new DeliveryBook(tenancy, seal);
    this.ends = new DeliveryEnds(meters);
    this.heartbeats = heartbeats;
  }

  @Override
  public Prepared prepare(DeliveryRef ref) {
    try (Pulse _ = new Pulse(heartbeats.get())) {
      return freezing.prepare(ref);
    }
  }

  @Override
  public void showWaiting(DeliveryWait wait) {
    book.showWaiting(wait);
  }

  @Override
  public void remindOfApproval(DeliveryWait wait) {
    book.remind(wait);
  }

  @Override
  public void noteArrived(DeliveryRef ref) {
    book.noteArrived(ref, DeliveryStatus.DELIVERED);
  }

  @Override
  public void noteMissed(DeliveryRef ref) {
    book.noteMissed(ref);
  }

  @Override
  public void finish(DeliveryEnd end) {
    book.finish(end).ifPresent(ends::count);
  }
}
