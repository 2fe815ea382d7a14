package org.teei.csr.workflows.shared;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.teei.csr.workflows.metrics.MetricNames;
import org.teei.csr.workflows.metrics.MetricRollUpWorkflow;
import org.teei.csr.workflows.metrics.MetricRollUpWorkflowImpl;
import org.teei.csr.workflows.metrics.RollUpCounts;

/** The gate that recorded histories are closes before code that they cannot follow. */
class ReplayGateTest {

  /** The workflow as it is, after a rest that no recorded run had. */
  public static final class Resting implements MetricRollUpWorkflow {
    @Override
    public RollUpCounts run() {
      Workflow.sleep(Duration.ofMinutes(1));
      return new MetricRollUpWorkflowImpl().run();
    }
  }

  @Test
  void aWorkflowThatWasBrokenOnPurposeIsRefused() {
    var history = ReplayTest.history(MetricNames.ROLL_UP_TYPE, "done");

    assertThatCode(() -> ReplayTest.replay(history, MetricRollUpWorkflowImpl.class))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> ReplayTest.replay(history, Resting.class))
        .hasStackTraceContaining("TMPRL1100");
  }
}
