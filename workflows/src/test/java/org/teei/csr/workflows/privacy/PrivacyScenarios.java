package org.teei.csr.workflows.privacy;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.UUID;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.Scenario;
import org.teei.csr.workflows.shared.TenantId;
import org.teei.csr.workflows.shared.Theatre;

/** The paths through the work of privacy of which a history is kept. */
public final class PrivacyScenarios {

  private static final TenantId TENANT = new TenantId("synthetic");

  private PrivacyScenarios() {}

  public static List<Scenario> all() {
    return List.of(
        erasure("completed", false, Erasure::finish),
        erasure(
            "not-approved",
            false,
            erasure -> {
              erasure.privacy.result = PersonErasureResult.NOT_APPROVED;
              return erasure.finish();
            }),
        erasure("parked-retried", false, erasure -> erasure.park().retry().finish()),
        erasure(
            "parked-cancelled-retried", false, erasure -> erasure.park().cancel().retry().finish()),
        erasure(
            "gate-parked-aborted-in-vain",
            false,
            erasure -> erasure.parkAtGate().resolve(ParkedAction.ABORT).finish()),
        erasure("parked-undecided", true, erasure -> erasure.park().finish()),
        erasure(
            "held-released",
            true,
            erasure -> {
              erasure.operations.holds.add(true);
              return erasure.finish();
            }));
  }

  private interface Play {
    WorkflowExecution with(Erasure erasure);
  }

  private static Scenario erasure(String path, boolean skipsTime, Play play) {
    return new Scenario(
        PrivacyNames.PERSON_ERASURE_TYPE,
        path,
        skipsTime,
        theatre -> play.with(new Erasure(theatre, path)));
  }

  /** One erasure and what happens to it. */
  private static final class Erasure {

    final FakePrivacyActivities privacy = new FakePrivacyActivities();
    final FakeOperationsActivities operations = new FakeOperationsActivities();
    private final PersonErasureRef ref;
    private final WorkflowStub workflow;
    private Parked parked;
    private boolean started;

    Erasure(Theatre theatre, String path) {
      ref = new PersonErasureRef(TENANT, new UUID(5, path.hashCode()));
      workflow =
          theatre.open(
              PersonErasureWorkflowImpl.class,
              PrivacyNames.PERSON_ERASURE_TYPE,
              PrivacyNames.erasureId(TENANT, ref.erasureId()),
              privacy,
              operations);
    }

    Erasure park() {
      privacy.failures.add(Failures.permanent(FailureClass.BUG, "privacy/broken"));
      return parked();
    }

    Erasure parkAtGate() {
      operations.heldFailures.add(Failures.permanent(FailureClass.BUG, "operations/broken"));
      return parked();
    }

    private Erasure parked() {
      start();
      parked = operations.nextParked();
      return this;
    }

    Erasure cancel() {
      workflow.cancel("from outside");
      return this;
    }

    Erasure retry() {
      return resolve(ParkedAction.RETRY);
    }

    Erasure resolve(ParkedAction action) {
      workflow.update(
          OperationsNames.RESOLVE,
          Void.class,
          new ResolveCommand(new UUID(0, 7), action, parked.sequence()));
      return this;
    }

    WorkflowExecution finish() {
      start();
      try {
        workflow.getResult(PersonErasureResult.class);
      } catch (WorkflowFailedException expected) {
        System.out.println(expected.getCause());
      }
      return workflow.getExecution();
    }

    private void start() {
      if (!started) {
        started = true;
        workflow.start(ref);
      }
    }
  }
}
