package org.teei.csr.workflows.impactin.schedules;

import io.temporal.activity.ActivityInterface;

/** What schedules of deliveries need of the outside. Steps may be repeated. */
@ActivityInterface(namePrefix = "Impactin_")
public interface ScheduleActivities {

  /**
   * Opens the delivery of the last period that had ended when the run was due, if there is none,
   * and starts its workflow.
   */
  Fired fire(Firing firing);

  /**
   * Looks whether each schedule has delivered what was due last. What is missing is opened within
   * the schedule's catch-up window, and noted behind it. Heartbeats at least every five seconds.
   */
  WatchCounts watchSchedules();
}
