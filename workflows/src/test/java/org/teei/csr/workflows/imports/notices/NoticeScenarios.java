package org.teei.csr.workflows.imports.notices;

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
import org.teei.csr.workflows.shared.RetryProfile;
import org.teei.csr.workflows.shared.Scenario;
import org.teei.csr.workflows.shared.TenantId;
import org.teei.csr.workflows.shared.Theatre;

/** The paths of a notice of which a history is kept. */
public final class NoticeScenarios {

  private static final TenantId TENANT = new TenantId("synthetic");

  private NoticeScenarios() {}

  public static List<Scenario> all() {
    return List.of(
        scenario("delivered", false, Delivery::finish),
        scenario(
            "gone",
            false,
            delivery -> {
              delivery.notices.outcome = NoticeOutcome.GONE;
              return delivery.finish();
            }),
        scenario(
            "tried-again",
            false,
            delivery -> {
              delivery.notices.failures.add(Failures.passing("imports/other-side-failing"));
              return delivery.finish();
            }),
        scenario(
            "parked-retried",
            false,
            delivery -> delivery.park().resolve(ParkedAction.RETRY).finish()),
        scenario(
            "parked-aborted",
            false,
            delivery -> delivery.park().resolve(ParkedAction.ABORT).finish()),
        scenario("parked-cancelled", false, delivery -> delivery.park().cancel().finish()),
        scenario("parked-undecided", true, delivery -> delivery.park().finish()),
        scenario(
            "held-released",
            true,
            delivery -> {
              delivery.operations.holds.add(true);
              return delivery.finish();
            }));
  }

  private interface Play {
    WorkflowExecution with(Delivery delivery);
  }

  private static Scenario scenario(String path, boolean skipsTime, Play play) {
    return new Scenario(
        NoticeNames.WORKFLOW_TYPE,
        path,
        skipsTime,
        theatre -> play.with(new Delivery(theatre, path)));
  }

  /** One notice and what happens to it. */
  private static final class Delivery {

    final FakeNoticeActivities notices = new FakeNoticeActivities();
    final FakeOperationsActivities operations = new FakeOperationsActivities();
    private final NoticeRef ref;
    private final WorkflowStub workflow;
    private Parked parked;
    private boolean started;

    Delivery(Theatre theatre, String path) {
      ref = new NoticeRef(TENANT, new UUID(7, path.hashCode()), RetryProfile.EXPONENTIAL);
      workflow =
          theatre.open(
              NotificationWorkflowImpl.class,
              NoticeNames.WORKFLOW_TYPE,
              NoticeNames.workflowId(TENANT, ref.noticeId()),
              notices,
              operations);
    }

    Delivery park() {
      notices.failures.add(
          Failures.permanent(FailureClass.PERMANENT, "imports/other-side-refused"));
      start();
      parked = operations.nextParked();
      return this;
    }

    Delivery cancel() {
      workflow.cancel("from outside");
      return this;
    }

    Delivery resolve(ParkedAction action) {
      workflow.update(
          OperationsNames.RESOLVE,
          Void.class,
          new ResolveCommand(new UUID(0, 7), action, parked.sequence()));
      return this;
    }

    WorkflowExecution finish() {
      start();
      try {
        workflow.getResult(NoticeOutcome.class);
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
