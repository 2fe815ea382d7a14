package org.teei.csr.activities.impactin.schedules;

import static org.teei.csr.schema.jooq.Tables.SCHEDULED_DELIVERIES;

import org.teei.csr.activities.shared.TabledSchedules;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.schedules.ScheduleNames;
import org.teei.csr.workflows.impactin.schedules.ScheduleRef;
import org.teei.csr.workflows.shared.TenantId;

/** Schedules of deliveries, as Temporal Schedules follow them. */
public final class DeliverySchedules extends TabledSchedules<ScheduledDeliveriesRecord> {
  private static final Columns<ScheduledDeliveriesRecord> COLUMNS =
      new Columns<>(
          SCHEDULED_DELIVERIES,
          SCHEDULED_DELIVERIES.TENANT_ID,
          SCHEDULED_DELIVERIES.SCHEDULE_ID,
          SCHEDULED_DELIVERIES.VERSION,
          SCHEDULED_DELIVERIES.SCHEDULED_VERSION,
          SCHEDULED_DELIVERIES.DELETED);

  public DeliverySchedules(SystemView system, Tenancy tenancy) {
    super(COLUMNS, system, tenancy);
  }

  @Override
  protected Wanted wanted(ScheduledDeliveriesRecord row) {
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
