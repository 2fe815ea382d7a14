package org.teei.csr.workflows.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.TestWorkflowExtension;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.TemporalTesting;

class SigningKeyRotationWorkflowTest {

  private final FakeIdentityActivities identity = new FakeIdentityActivities();
  private final FakeOperationsActivities operations = new FakeOperationsActivities();
  private WorkflowStub run;
  private TestWorkflowEnvironment server;

  @RegisterExtension
  final TestWorkflowExtension extension =
      TemporalTesting.server()
          .registerWorkflowImplementationTypes(SigningKeyRotationWorkflowImpl.class)
          .setActivityImplementations(identity, operations)
          .build();

  @BeforeEach
  void setUp(SigningKeyRotationWorkflow workflow, TestWorkflowEnvironment environment) {
    server = environment;
    run = WorkflowStub.fromTyped(workflow);
  }

  private RotatedSigningKey result() {
    return run.getResult(RotatedSigningKey.class);
  }

  private Parked park() {
    identity.failures.add(Failures.permanent(FailureClass.BUG, "identity/broken"));
    run.start();
    return operations.nextParked();
  }

  private void resolve(Parked parked, ParkedAction action) {
    run.update(
        OperationsNames.RESOLVE,
        Void.class,
        new ResolveCommand(UUID.randomUUID(), action, parked.sequence()));
  }

  @Test
  void saysWhichKeySignsNow() {
    run.start();

    assertThat(result()).isEqualTo(new RotatedSigningKey(FakeIdentityActivities.KEY));
  }

  @Test
  void eachTryIsOfTheSameRotation() {
    identity.failures.add(Failures.passing("identity/kms-unavailable"));
    resolve(park(), ParkedAction.RETRY);
    result();

    assertThat(identity.asked).hasSize(3);
    assertThat(identity.asked.stream().distinct()).hasSize(1);
  }

  @Test
  void isParkedForThePlatformsStaff() {
    Parked parked = park();

    assertThat(parked.tenant().value()).isEqualTo("platform");
    assertThat(parked.businessRef()).isEqualTo(identity.asked.getFirst().rotationId().toString());
  }

  @Test
  void whatIsGivenUpFails() {
    resolve(park(), ParkedAction.ABORT);

    assertNotRotated();
  }

  @Test
  void whatNobodyDecidesFails() {
    park();

    assertNotRotated();
  }

  @Test
  void aCancellationEndsIt() {
    park();
    TemporalTesting.waitsByTimer(server, run);

    run.cancel();

    assertThat(catchThrowableOfType(WorkflowFailedException.class, this::result))
        .hasCauseInstanceOf(CanceledFailure.class);
  }

  private void assertNotRotated() {
    var failure = catchThrowableOfType(WorkflowFailedException.class, this::result);
    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            cause -> assertThat(cause.getType()).isEqualTo("identity/signing-keys-not-rotated"));
  }

  @Test
  void theWorkflowTypeIsTheInterfacesName() {
    assertThat(IdentityNames.SIGNING_KEY_ROTATION_TYPE)
        .isEqualTo(SigningKeyRotationWorkflow.class.getSimpleName());
  }
}
