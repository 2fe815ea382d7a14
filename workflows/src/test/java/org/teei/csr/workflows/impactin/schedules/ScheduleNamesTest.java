package org.teei.csr.workflows.impactin.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.workflows.shared.TenantId;

class ScheduleNamesTest {

  @Test
  void namesAScheduleByTenantAndRow() {
    assertThat(ScheduleNames.scheduleId(new TenantId("demo"), new UUID(0, 1)))
        .isEqualTo("impactin/demo/schedule-00000000-0000-0000-0000-000000000001");
  }

  @Test
  void theWorkflowTypesAreTheNamesOfTheInterfaces() {
    assertThat(ScheduleNames.FIRING_TYPE).isEqualTo(DeliveryFiringWorkflow.class.getSimpleName());
    assertThat(ScheduleNames.WATCH_TYPE).isEqualTo(ScheduleWatchWorkflow.class.getSimpleName());
  }

  @Test
  void sentencesSayWhatCameOfARun() {
    LocalDate from = LocalDate.of(2026, 10, 1);

    assertThat(ScheduleSentences.fired(new Fired(new UUID(0, 1), from, true)))
        .isEqualTo(
            "Done. Delivery 00000000-0000-0000-0000-000000000001 of the period from 2026-10-01 is on"
                + " its way.");
    assertThat(ScheduleSentences.fired(new Fired(new UUID(0, 1), from, false)))
        .isEqualTo(
            "Done. There is delivery 00000000-0000-0000-0000-000000000001 of the period from"
                + " 2026-10-01 already.");
    assertThat(ScheduleSentences.fired(Fired.NOTHING))
        .isEqualTo("Done. The schedule is paused, over or gone: nothing is delivered.");
  }

  @Test
  void sentencesCountWhatALookAtAllSchedulesCameTo() {
    assertThat(ScheduleSentences.watched(new WatchCounts(1_200, 2, 0)))
        .isEqualTo(
            "1,200 runs made up for, 2 schedules with a run that was missed, 0 that could not be"
                + " looked at.");
    assertThat(ScheduleSentences.watched(new WatchCounts(1, 1, 1)))
        .isEqualTo(
            "1 run made up for, 1 schedule with a run that was missed, 1 that could not be looked"
                + " at.");
  }
}
