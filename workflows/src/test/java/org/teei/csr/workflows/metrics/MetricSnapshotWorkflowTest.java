package org.teei.csr.workflows.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.TemporalTesting;

class MetricSnapshotWorkflowTest {

  private final FakeMetricActivities metrics = new FakeMetricActivities();
  private final FakeOperationsActivities operations = new FakeOperationsActivities();
  private final SnapshotRef ref = new SnapshotRef(TemporalTesting.aTenant(), UUID.randomUUID());
  private WorkflowStub run;
  private TestWorkflowEnvironment server;

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(MetricSnapshotWorkflowImpl.class)
          .setActivityImplementations(metrics, operations)
          .build();

  @BeforeEach
  void setUp(MetricSnapshotWorkflow workflow, TestWorkflowEnvironment environment) {
    server = environment;
    run = WorkflowStub.fromTyped(workflow);
  }

  private SnapshotResult result() {
    return run.getResult(SnapshotResult.class);
  }

  private String stage() {
    return run.describe().getTypedSearchAttributes().get(Attributes.STAGE);
  }

  private void resolve(Parked parked, ParkedAction action) {
    run.update(
        OperationsNames.RESOLVE,
        Void.class,
        new ResolveCommand(UUID.randomUUID(), action, parked.sequence()));
  }

  private Parked park() {
    metrics.failures.add(Failures.permanent(FailureClass.BUG, "metrics/broken"));
    run.start(ref);
    return operations.nextParked();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "QUEUED")
  void saysWhatTheFiguresCameTo(SnapshotState state) {
    metrics.result = new SnapshotResult(state, 2, 1);

    run.start(ref);

    assertThat(result()).isEqualTo(metrics.result);
    assertThat(stage()).isEqualTo(state.spelling());
    assertThat(metrics.computed).containsExactly(ref);
    assertThat(metrics.givenUp).isEmpty();
  }

  @Test
  void aFailureForGoodParksAndGoesOnWhenTriedAgain() {
    resolve(park(), ParkedAction.RETRY);

    assertThat(result().state()).isEqualTo(SnapshotState.COMPUTED);
    assertThat(metrics.givenUp).isEmpty();
  }

  @Test
  void oneThatIsAbortedKeepsNoFiguresAndSaysSo() {
    resolve(park(), ParkedAction.ABORT);

    assertThat(result().state()).isEqualTo(SnapshotState.FAILED);
    assertThat(metrics.givenUp).containsExactly(ref);
    assertThat(stage()).isEqualTo("failed");
  }

  @Test
  void whatNobodyDecidesForSevenDaysIsGivenUp() {
    park();

    server.sleep(Parking.WAIT.plusMinutes(1));

    assertThat(result().state()).isEqualTo(SnapshotState.FAILED);
    assertThat(metrics.givenUp).containsExactly(ref);
  }

  @Test
  void oneThatIsCancelledIsGivenUp() {
    park();
    TemporalTesting.waitsByTimer(server, run);

    run.cancel();

    assertThatThrownBy(this::result).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(metrics.givenUp).containsExactly(ref);
  }

  @Test
  void aDrainSwitchHoldsIt() {
    operations.holds.add(true);

    run.start(ref);
    result();

    assertThat(operations.asked)
        .containsOnly(new Gate(ref.tenant(), MetricNames.FEATURE, null))
        .hasSize(2);
  }
}
