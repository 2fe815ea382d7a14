package org.teei.csr.workflows.identity;

import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.Scenario;

/** The paths through the work of identity of which a history is kept. */
public final class IdentityScenarios {

  private IdentityScenarios() {}

  public static List<Scenario> all() {
    return List.of(
        rotation("completed", false, null),
        rotation("parked-retried", false, resolved(ParkedAction.RETRY)),
        rotation("parked-aborted", false, resolved(ParkedAction.ABORT)),
        rotation("parked-cancelled", false, (workflow, _) -> workflow.cancel("from outside")),
        rotation("parked-expired", true, (_, _) -> {}));
  }

  private static BiConsumer<WorkflowStub, Parked> resolved(ParkedAction action) {
    return (workflow, parked) ->
        workflow.update(
            OperationsNames.RESOLVE,
            Void.class,
            new ResolveCommand(new UUID(0, 7), action, parked.sequence()));
  }

  /**
   * @param whenParked null if nothing fails
   */
  private static Scenario rotation(
      String path, boolean skipsTime, BiConsumer<WorkflowStub, Parked> whenParked) {
    return new Scenario(
        IdentityNames.SIGNING_KEY_ROTATION_TYPE,
        path,
        skipsTime,
        theatre -> {
          FakeIdentityActivities identity = new FakeIdentityActivities();
          FakeOperationsActivities operations = new FakeOperationsActivities();
          WorkflowStub workflow =
              theatre.open(
                  SigningKeyRotationWorkflowImpl.class,
                  IdentityNames.SIGNING_KEY_ROTATION_TYPE,
                  IdentityNames.SIGNING_KEY_ROTATION_SCHEDULE + "-" + path,
                  identity,
                  operations);
          if (whenParked != null) {
            identity.failures.add(Failures.permanent(FailureClass.BUG, "identity/broken"));
          }
          workflow.start();
          if (whenParked != null) {
            whenParked.accept(workflow, operations.nextParked());
          }
          try {
            workflow.getResult(Object.class);
          } catch (WorkflowFailedException expected) {
            System.out.println(expected.getCause());
          }
          return workflow.getExecution();
        });
  }
}
