package org.teei.csr.api.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;

import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.shared.WorkflowStarts;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.impactin.NewDelivery;
import org.teei.csr.schema.impactin.NewDelivery.Opened;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;
import org.teei.csr.workflows.impactin.deliveries.DeliveryRef;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStart;
import org.teei.csr.workflows.shared.TenantId;

/** Opens deliveries that persons ask for. */
@Component
public final class DeliveryOpenings {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final WorkflowStarts starts;

  DeliveryOpenings(
      Tenancy tenancy, CurrentPrincipal principals, AuditTrail trail, WorkflowStarts starts) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.starts = starts;
  }

  /**
   * The delivery of a period: a new one, or the one that is there.
   *
   * @param asked id of a new one: the same for a repetition of the request
   * @param cause {@code run-now} or {@code backfill}
   */
  public Opened open(ScheduledDeliveriesRecord schedule, Period period, UUID asked, String cause) {
    var tenant = schedule.getTenantId();
    var id = tenancy.read(tenant, db -> unused(db, tenant, asked));
    var intent =
        intent(
            tenant,
            id,
            schedule.getPlatform(),
            cause.equals("backfill") ? DeliveryNames.BACKFILL_PRIORITY : DeliveryNames.PRIORITY);
    var opened = tenancy.write(tenant, db -> open(db, schedule, period, intent, id, cause));
    if (opened.opened()) {
      starts.soon(intent);
    }
    return opened;
  }

  /** The id for a request, behind those of earlier uses of its key. */
  private static UUID unused(DSLContext db, String tenant, UUID asked) {
    return IdempotentRequests.unused(
        asked,
        id ->
            db.fetchExists(
                IMPACT_DELIVERIES,
                ImpactDeliveries.is(tenant, id),
                IMPACT_DELIVERIES.REQUESTED_AT.le(
                    DSL.currentInstant().minus(DayToSecond.valueOf(IdempotentRequests.LIFETIME)))));
  }

  private Opened open(
      DSLContext db,
      ScheduledDeliveriesRecord schedule,
      Period period,
      StartIntent intent,
      UUID id,
      String cause) {
    var opened =
        new NewDelivery(
                schedule.getTenantId(),
                id,
                schedule.getPlatform(),
                period.from(),
                period.until(),
                period.zone().getId(),
                schedule.getScheduleId(),
                cause,
                schedule.getApproval(),
                intent.workflowId(),
                principals.get().name())
            .open(db);
    if (opened.opened()) {
      StartIntents.add(db, intent);
      Audit.append(
          db, trail.entry("impactin." + cause, "delivery", id).withWorkflow(intent.workflowId()));
    }
    return opened;
  }

  /** The start of a delivery that is begun once more. */
  static StartIntent again(ImpactDeliveriesRecord row) {
    return intent(
        row.getTenantId(), row.getDeliveryId(), row.getPlatform(), DeliveryNames.PRIORITY);
  }

  private static StartIntent intent(String tenant, UUID delivery, String platform, int priority) {
    return WorkflowStarts.intent(
        new DeliveryStart(new DeliveryRef(new TenantId(tenant), delivery, platform), priority));
  }
}
