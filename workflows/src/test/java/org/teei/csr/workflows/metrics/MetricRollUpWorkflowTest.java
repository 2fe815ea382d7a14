package org.teei.csr.workflows.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.shared.TemporalTesting;

class MetricRollUpWorkflowTest {

  private final FakeMetricActivities metrics = new FakeMetricActivities();

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(MetricRollUpWorkflowImpl.class)
          .setActivityImplementations(metrics)
          .build();

  @Test
  void saysHowManyRevisionsThereAre(MetricRollUpWorkflow workflow) {
    assertThat(workflow.run()).isEqualTo(new RollUpCounts(3, 2, 0));
  }

  @Test
  void failsWhereACompanyDidSoThatItIsSeen(MetricRollUpWorkflow workflow) {
    metrics.counts = new RollUpCounts(1, 0, 1);

    assertThatThrownBy(workflow::run)
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo("metrics/roll-up-incomplete"));
  }
}
