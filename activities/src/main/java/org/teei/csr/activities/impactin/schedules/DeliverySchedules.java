package org.teei.csr.activities.impactin.schedules;

import static org.teei.csr.schema.jooq.Tables.SCHEDULED_DELIVERIES;

import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.teei.csr.activities.shared.ScheduledRows;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.schedules.ScheduleNames;
import org.teei.csr.workflows.impactin.schedules.ScheduleRef;
import org.teei.csr.workflows.shared.TenantId;

/** Schedules of deliveries, as Temporal Schedules follow them. */
public final class DeliverySchedules implements ScheduledRows {
  private final SystemView system;
  private final Tenancy tenancy;

  public DeliverySchedules(SystemView system, Tenancy tenancy) {
    this.system = system;
    this.tenancy = tenancy;
  }

  @Override
  public List<Wanted> changed() {
    return those(SCHEDULED_DELIVERIES.SCHEDULED_VERSION.lt(SCHEDULED_DELIVERIES.VERSION));
  }

  @Override
  public List<Wanted> followed() {
    return those(
        SCHEDULED_DELIVERIES
            .SCHEDULED_VERSION
            .eq(SCHEDULED_DELIVERIES.VERSION)
            .andNot(SCHEDULED_DELIVERIES.DELETED));
  }

  private List<Wanted> those(Condition which) {
    return system.read(db ->
        db.selectFrom(SCHEDULED_DELIVERIES)
            .where(which)
            .orderBy(SCHEDULED_DELIVERIES.TENANT_ID, SCHEDULED_DELIVERIES.SCHEDULE_ID)
            .fetch(DeliverySchedules::wanted));
  }

  @Override
  public boolean behind(DSLContext db, Wanted found) {
    return db.update(SCHEDULED_DELIVERIES)
            .set(SCHEDULED_DELIVERIES.SCHEDULED_VERSION, 0)
            .where(
                SCHEDULED_DELIVERIES.TENANT_ID.eq(found.tenant()),
                SCHEDULED_DELIVERIES.SCHEDULE_ID.eq(found.rowId()),
                SCHEDULED_DELIVERIES.SCHEDULED_VERSION.eq(found.written()))
            .execute()
        == 1;
  }

  @Override
  public void scheduled(Wanted written) {
    tenancy.change(
        written.tenant(),
        db ->
            db.update(SCHEDULED_DELIVERIES)
                .set(SCHEDULED_DELIVERIES.SCHEDULED_VERSION, written.version())
                .where(
                    SCHEDULED_DELIVERIES.TENANT_ID.eq(written.tenant()),
                    SCHEDULED_DELIVERIES.SCHEDULE_ID.eq(written.rowId()),
                    SCHEDULED_DELIVERIES.SCHEDULED_VERSION.lt(written.version()))
                .execute());
  }

  private static Wanted wanted(ScheduledDeliveriesRecord row) {
    TenantId tenant = new TenantId(row.getTenantId());
    ScheduleRow schedule = new ScheduleRow(row);
    return new Wanted(
        row.getTenantId(),
        row.getScheduleId(),
        row.getVersion(),
        row.getScheduledVersion(),
        ScheduleNames.scheduleId(tenant, row.getScheduleId()),
        ScheduleNames.FIRING_TYPE,
        ScheduleNames.TASK_QUEUE,
        ScheduleNames.SUMMARY,
        new ScheduleRef(tenant, row.getScheduleId()),
        ScheduleNames.PRIORITY,
        new Timing.At(
            schedule.rhythm(),
            schedule.jitter(),
            schedule.catchUp(),
            row.getOverlap().equals("buffer_one"),
            row.getEndsAt()),
        row.getPaused(),
        row.getDeleted());
  }
}
