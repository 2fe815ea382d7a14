package org.teei.csr.workflows.impactin.schedules;

import java.util.UUID;
import org.teei.csr.workflows.shared.TenantId;

/** The address card of schedules of deliveries. */
public final class ScheduleNames {

  public static final String TASK_QUEUE = "impactin";
  public static final String FIRING_TYPE = "DeliveryFiringWorkflow";
  public static final String WATCH_TYPE = "ScheduleWatchWorkflow";

  /** What the Temporal UI says a run of a schedule is. */
  public static final String SUMMARY = "Opens the delivery of the period that is due";

  public static final int PRIORITY = 3;

  /** Every 15 minutes: runs that did not happen are made up for, or told of. */
  public static final String WATCH_SCHEDULE = "impactin/schedule-watch";

  private ScheduleNames() {}

  /** Of the Temporal Schedule, and the beginning of the ids of its runs. */
  public static String scheduleId(TenantId tenant, UUID scheduleId) {
    return "impactin/" + tenant.value() + "/schedule-" + scheduleId;
  }
}
