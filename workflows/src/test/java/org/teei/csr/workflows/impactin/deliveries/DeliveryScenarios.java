package org.teei.csr.workflows.impactin.deliveries;

import static org.teei.csr.workflows.shared.ParkedAction.ABORT;
import static org.teei.csr.workflows.shared.ParkedAction.RETRY;
import static org.teei.csr.workflows.shared.ParkedAction.SKIP;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.Scenario;
import org.teei.csr.workflows.shared.TemporalTesting;
import org.teei.csr.workflows.shared.TenantId;
import org.teei.csr.workflows.shared.Theatre;

/** The paths through a delivery of which a history is kept. */
public final class DeliveryScenarios {

  private static final UUID DECISION = new UUID(0, 7);
  private static final RuntimeException CANNOT_BE_ASKED =
      Failures.permanent(FailureClass.PERMANENT, PlatformActivities.OUTCOME_UNKNOWN);

  private DeliveryScenarios() {}

  /** What runs did that began before their histories were brief, see {@link DeliveryOptions}. */
  private static final List<String> BEFORE =
      List.of(
          "approval-expired",
          "approval-given",
          "cancelled",
          "confirmed",
          "confirming-parked-retried",
          "finishing-parked-retried",
          "held-released",
          "parked-cancelled-from-outside",
          "parked-retried",
          "unknown-person-aborted",
          "unknown-person-found",
          "unknown-person-missed");

  public static List<Scenario> all() {
    return Scenario.withThoseBeforeBrief(recorded(), DeliveryNames.WORKFLOW_TYPE, BEFORE);
  }

  private static List<Scenario> recorded() {
    return List.of(
        real("confirmed", Run::finish),
        real("confirmed-at-once", run -> run.sends(Sent.CONFIRMED).finish()),
        real("called-back", run -> run.confirms(Sent.NOT_ASKABLE).callBack().finish()),
        real("rate-limited", run -> run.slowedDown(2).finish()),
        real("parked-retried", run -> run.refusesCredentials().park().resolve(RETRY).finish()),
        real("parked-aborted", run -> run.refusesCredentials().park().resolve(ABORT).finish()),
        real("parked-cancelled", run -> run.refusesCredentials().park().cancel().finish()),
        real(
            "parked-cancelled-from-outside",
            run -> run.refusesCredentials().park().cancelOutside().finish()),
        real("attempts-used-up", run -> run.slowedDown(3).park().resolve(RETRY).finish()),
        real("preparing-parked-retried", run -> run.invalid().park().resolve(RETRY).finish()),
        real("confirming-parked-retried", run -> run.rejected().park().resolve(RETRY).finish()),
        real("confirming-parked-aborted", run -> run.rejected().park().resolve(ABORT).finish()),
        real("finishing-parked-retried", run -> run.closing().park().resolve(RETRY).finish()),
        real("unknown-arrived", run -> run.sends(Sent.UNKNOWN).finish()),
        real("unknown-missed", run -> run.sends(Sent.UNKNOWN).asks(Sent.NOT_ARRIVED).finish()),
        real("unknown-person-found", run -> run.unknown().park().resolve(SKIP).finish()),
        real("unknown-person-missed", run -> run.unknown().park().resolve(RETRY).finish()),
        real("unknown-person-aborted", run -> run.unknown().park().resolve(ABORT).finish()),
        real("unknown-asked-found", run -> run.unknownWhenAsked().park().resolve(SKIP).finish()),
        real("approval-given", run -> run.awaitApproval().approve().finish()),
        real("approval-refused", run -> run.awaitApproval().refuse().finish()),
        real("cancelled", run -> run.awaitApproval().cancel().finish()),
        skipped("approval-expired", run -> run.review().finish()),
        skipped("delivered", run -> run.neverCallsBack().finish()),
        skipped("parked-expired", run -> run.refusesCredentials().finish()),
        skipped("unknown-expired", run -> run.unknown().finish()),
        skipped("held-released", run -> run.hold().finish()));
  }

  private interface Play {
    WorkflowExecution with(Run run);
  }

  private static Scenario real(String path, Play play) {
    return scenario(path, false, play);
  }

  private static Scenario skipped(String path, Play play) {
    return scenario(path, true, play);
  }

  private static Scenario scenario(String path, boolean skipsTime, Play play) {
    return new Scenario(
        DeliveryNames.WORKFLOW_TYPE, path, skipsTime, theatre -> play.with(new Run(theatre, path)));
  }

  /** One delivery and what happens to it. */
  private static final class Run {

    private final FakeDeliveryActivities books = new FakeDeliveryActivities();
    private final FakePlatformActivities platform = new FakePlatformActivities();
    private final FakeOperationsActivities operations = new FakeOperationsActivities();
    private final DeliveryRef ref;
    private final WorkflowStub workflow;
    private final WorkflowClient client;
    private final DeliveryWorkflow commands;
    private boolean started;

    /** The platform is the path, so that its queue is served by no earlier path's worker. */
    Run(Theatre theatre, String path) {
      ref = new DeliveryRef(new TenantId("synthetic"), new UUID(8, path.hashCode()), path);
      String id = DeliveryNames.workflowId(ref.tenant(), ref.deliveryId());
      theatre.serve(DeliveryNames.taskQueue(ref.platform()), platform);
      workflow =
          theatre.open(
              DeliveryWorkflowImpl.class, DeliveryNames.WORKFLOW_TYPE, id, books, operations);
      client = theatre.client();
      commands = client.newWorkflowStub(DeliveryWorkflow.class, id);
    }

    Run sends(Sent answer) {
      platform.sends.then(answer);
      return this;
    }

    Run asks(Sent answer) {
      platform.asks.then(answer);
      return this;
    }

    Run confirms(Sent answer) {
      platform.confirmations.then(answer);
      return this;
    }

    Run neverCallsBack() {
      platform.confirmations.always(Sent.NOT_ASKABLE);
      return this;
    }

    Run slowedDown(int times) {
      for (int i = 0; i < times; i++) {
        platform.sends.fail(Failures.slowDown("impactin/rate-limited", Duration.ofSeconds(2)));
      }
      return this;
    }

    Run refusesCredentials() {
      platform.sends.fail(Failures.permanent(FailureClass.AUTH, "impactin/credentials-refused"));
      return this;
    }

    Run unknown() {
      platform.sends.fail(CANNOT_BE_ASKED);
      return this;
    }

    Run unknownWhenAsked() {
      platform.asks.fail(CANNOT_BE_ASKED);
      return sends(Sent.UNKNOWN);
    }

    Run rejected() {
      platform.confirmations.fail(
          Failures.permanent(FailureClass.PERMANENT, "impactin/platform-rejected"));
      return this;
    }

    Run invalid() {
      books.fails("prepare", Failures.permanent(FailureClass.DATA, "impactin/invalid-payload"));
      return this;
    }

    Run closing() {
      books.fails("finish", Failures.permanent(FailureClass.BUG, "impactin/broken"));
      return this;
    }

    Run hold() {
      operations.holds.add(true);
      return this;
    }

    Run review() {
      books.prepared = new Prepared(true, 2, 1);
      return this;
    }

    Run awaitApproval() {
      review().start();
      TemporalTesting.eventually(() -> commands.status() == DeliveryStatus.AWAITING_APPROVAL);
      return this;
    }

    Run approve() {
      commands.approve(new DeliveryCommand(DECISION));
      return this;
    }

    Run refuse() {
      commands.refuse(new DeliveryCommand(null));
      return this;
    }

    Run cancel() {
      commands.cancel(new DeliveryCommand(DECISION));
      return this;
    }

    Run cancelOutside() {
      workflow.cancel("from outside");
      return this;
    }

    Run callBack() {
      start();
      TemporalTesting.eventually(() -> platform.calls.contains("confirm"));
      commands.calledBack();
      return this;
    }

    Run park() {
      start();
      operations.nextParked();
      TemporalTesting.eventually(this::waitsByTimer);
      return this;
    }

    private boolean waitsByTimer() {
      return client.fetchHistory(workflow.getExecution().getWorkflowId()).getEvents().stream()
              .mapToInt(event ->
                  event.hasTimerStartedEventAttributes()
                      ? 1
                      : event.hasTimerFiredEventAttributes() ? -1 : 0)
              .sum()
          > 0;
    }

    Run resolve(ParkedAction action) {
      workflow.update(OperationsNames.RESOLVE, Void.class, new ResolveCommand(DECISION, action, 1));
      return this;
    }

    WorkflowExecution finish() {
      start();
      try {
        workflow.getResult(DeliveryStatus.class);
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
