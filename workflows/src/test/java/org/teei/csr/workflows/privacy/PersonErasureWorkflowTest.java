package org.teei.csr.workflows.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
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

class PersonErasureWorkflowTest {

  private final FakePrivacyActivities privacy = new FakePrivacyActivities();
  private final FakeOperationsActivities operations = new FakeOperationsActivities();
  private final PersonErasureRef ref =
      new PersonErasureRef(TemporalTesting.aTenant(), UUID.randomUUID());
  private WorkflowStub run;
  private TestWorkflowEnvironment server;

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(PersonErasureWorkflowImpl.class)
          .setActivityImplementations(privacy, operations)
          .build();

  @BeforeEach
  void setUp(PersonErasureWorkflow workflow, TestWorkflowEnvironment environment) {
    server = environment;
    run = WorkflowStub.fromTyped(workflow);
  }

  private PersonErasureResult result() {
    return run.getResult(PersonErasureResult.class);
  }

  private void resolve(Parked parked, ParkedAction action) {
    run.update(
        OperationsNames.RESOLVE,
        Void.class,
        new ResolveCommand(UUID.randomUUID(), action, parked.sequence()));
  }

  private Parked park() {
    privacy.failures.add(Failures.permanent(FailureClass.BUG, "privacy/broken"));
    run.start(ref);
    return operations.nextParked();
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatTheStepCameTo(PersonErasureResult step) {
    privacy.result = step;

    run.start(ref);

    assertThat(result()).isEqualTo(step);
    assertThat(privacy.erased).containsExactly(ref);
  }

  @Test
  void aPassingFailureGoesUnnoticed() {
    privacy.failures.add(Failures.passing("privacy/database-away"));

    run.start(ref);

    assertThat(result()).isEqualTo(PersonErasureResult.ERASED);
    assertThat(operations.nothingParked()).isTrue();
  }

  @Test
  void aFailureForGoodParksAndGoesOnWhenTriedAgain() {
    resolve(park(), ParkedAction.RETRY);

    assertThat(result()).isEqualTo(PersonErasureResult.ERASED);
  }

  @Test
  void itCanBeNeitherLeftOutNorGivenUp() {
    Parked parked = park();

    assertThat(parked.actions()).containsExactly(ParkedAction.RETRY);
    assertThatThrownBy(() -> resolve(parked, ParkedAction.ABORT))
        .isInstanceOf(WorkflowUpdateException.class);
  }

  @Test
  void whatNobodyDecidesIsTriedAgainAndNeverExpires() {
    privacy.failures.add(Failures.permanent(FailureClass.BUG, "privacy/broken"));
    park();

    server.sleep(Parking.WAIT.plusMinutes(1));
    Parked again = operations.nextParked();
    server.sleep(Parking.WAIT.plusMinutes(1));

    assertThat(result()).isEqualTo(PersonErasureResult.ERASED);
    assertThat(again.sequence()).isEqualTo(2);
  }

  @Test
  void aRunThatIsCancelledErasesThePersonFirst() {
    Parked parked = park();

    run.cancel();
    assertThat(privacy.erased).isEmpty();
    resolve(parked, ParkedAction.RETRY);

    assertThatThrownBy(this::result).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(privacy.erased).containsExactly(ref);
  }

  @Test
  void aDrainSwitchHoldsIt() {
    operations.holds.add(true);

    run.start(ref);
    result();

    assertThat(operations.asked)
        .containsExactly(
            new Gate(ref.tenant(), PrivacyNames.FEATURE, null),
            new Gate(ref.tenant(), PrivacyNames.FEATURE, null));
  }

  @Test
  void itsStageIsTheEndItCameTo() {
    privacy.result = PersonErasureResult.NOT_APPROVED;
    run.start(ref);
    result();

    assertThat(run.describe().getTypedSearchAttributes().get(Attributes.STAGE))
        .isEqualTo("not-approved");
  }
}
