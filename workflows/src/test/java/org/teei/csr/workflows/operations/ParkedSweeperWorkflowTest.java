package org.teei.csr.workflows.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.shared.TemporalTesting;

class ParkedSweeperWorkflowTest {

  private final FakeSweepActivities parked = new FakeSweepActivities();

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(ParkedSweeperWorkflowImpl.class)
          .setActivityImplementations(parked)
          .build();

  private void park(int count) {
    for (int i = 0; i < count; i++) {
      parked.waiting.add(
          new ParkedRef(TemporalTesting.aTenant(), UUID.randomUUID(), "imports/a/" + i, 1));
    }
  }

  @Test
  void findsNothingToDo(ParkedSweeperWorkflow sweeper) {
    assertThat(sweeper.run()).isEqualTo(new SweepCounts(0));
  }

  @Test
  void triesEachAgainAFewAtATime(
      ParkedSweeperWorkflow sweeper, TestWorkflowEnvironment environment) {
    park(2 * OperationsOptions.PARKINGS_PER_BREATH + 1);
    long begun = environment.currentTimeMillis();

    SweepCounts counts = sweeper.run();

    assertThat(counts.retried()).isEqualTo(41);
    assertThat(parked.retried).isEqualTo(parked.waiting);
    assertThat(environment.currentTimeMillis() - begun)
        .isGreaterThanOrEqualTo(2 * OperationsOptions.BREATH.toMillis());
  }

  @Test
  void leavesTheRestToTheNextRun(ParkedSweeperWorkflow sweeper) {
    park(OperationsOptions.PARKINGS_PER_SWEEP + 1);

    assertThat(sweeper.run().retried()).isEqualTo(OperationsOptions.PARKINGS_PER_SWEEP);
  }
}
