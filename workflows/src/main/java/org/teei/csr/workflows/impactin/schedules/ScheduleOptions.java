package org.teei.csr.workflows.impactin.schedules;

import io.temporal.workflow.Workflow;
import org.teei.csr.workflows.operations.Brief;
import org.teei.csr.workflows.shared.StepOptions;

/** How the steps of schedules are called. */
final class ScheduleOptions {

  private ScheduleOptions() {}

  /**
   * Runs that begin from now on open their delivery in passing. Those that began before 30 November
   * 2026 do it by an activity; the old branch may go eight days after the last worker of an older
   * build stopped.
   */
  private static final String BRIEF = "brief-histories";

  static Fired fire(Firing firing) {
    var patient = StepOptions.quick(ScheduleSentences.FIRE);
    return Workflow.getVersion(BRIEF, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION
        ? Workflow.newActivityStub(ScheduleActivities.class, patient).fire(firing)
        : Brief.answer(
            ScheduleActivities.class,
            ScheduleSentences.FIRE,
            patient,
            activities -> activities.fire(firing));
  }

  static ScheduleActivities bulk(String summary) {
    return Workflow.newActivityStub(ScheduleActivities.class, StepOptions.bulk(summary));
  }
}
