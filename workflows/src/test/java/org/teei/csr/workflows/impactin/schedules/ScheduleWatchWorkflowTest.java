package org.teei.csr.workflows.impactin.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.shared.TemporalTesting;

class ScheduleWatchWorkflowTest {

  private final FakeScheduleActivities schedules = new FakeScheduleActivities();

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(ScheduleWatchWorkflowImpl.class)
          .setActivityImplementations(schedules)
          .build();

  @Test
  void saysWhatTheLookCameTo(ScheduleWatchWorkflow workflow) {
    assertThat(workflow.run()).isEqualTo(new WatchCounts(2, 1, 0));
  }

  @Test
  void outlivesAnOutageOfMinutes(ScheduleWatchWorkflow workflow) {
    for (int i = 0; i < 8; i++) {
      schedules.failures.add(Failures.passing("operations/database-unreachable"));
    }

    assertThat(workflow.run()).isEqualTo(new WatchCounts(2, 1, 0));
  }

  @Test
  void failsWhereAScheduleCouldNotBeLookedAtSoThatItIsSeen(ScheduleWatchWorkflow workflow) {
    schedules.counts = new WatchCounts(0, 0, 3);

    assertThatThrownBy(workflow::run)
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo("impactin/watch-incomplete"));
  }
}
