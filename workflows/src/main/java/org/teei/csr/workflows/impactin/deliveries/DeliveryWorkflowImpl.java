package org.teei.csr.workflows.impactin.deliveries;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import org.teei.csr.workflows.impactin.deliveries.DeliveryOptions.Books;
import org.teei.csr.workflows.operations.Approval;
import org.teei.csr.workflows.operations.Border;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.operations.ParkingEndedException;
import org.teei.csr.workflows.operations.UnverifiedCommand;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.Refusal;

/** See {@link DeliveryWorkflow}. */
public final class DeliveryWorkflowImpl implements DeliveryWorkflow {

  private static final String PREPARING = "preparing";
  private static final String APPROVING = "approving";
  private static final String CONFIRMING = "confirming";

  private final DeliveryRef ref;
  private final boolean brief;
  private final Books books;
  private final Parking parking;
  private final Sending sending;
  private final Approval approval = new Approval(DeliveryOptions.APPROVAL);
  private final Confirmation confirmation = new Confirmation();
  private final CancellationScope work = Workflow.newCancellationScope(this::work);
  private DeliveryStatus status = DeliveryStatus.PENDING;
  private DeliveryStatus stage = DeliveryStatus.PENDING;
  private DeliveryEnd end;
  private boolean ending;
  private boolean arrived;

  @WorkflowInit
  public DeliveryWorkflowImpl(DeliveryRef ref) {
    this.ref = ref;
    brief =
        Workflow.getVersion(DeliveryOptions.BRIEF, Workflow.DEFAULT_VERSION, 1)
            != Workflow.DEFAULT_VERSION;
    books = DeliveryOptions.books(brief);
    end = new DeliveryEnd(ref, DeliveryStatus.DELIVERED, null);
    Parking.Subject subject =
        new Parking.Subject(ref.tenant(), DeliveryNames.FEATURE, ref.deliveryId().toString());
    parking =
        brief
            ? Parking.brief(subject, this::showParked)
            : new Parking(subject, 0, this::showParked);
    Border border =
        new Border(new Gate(ref.tenant(), DeliveryNames.FEATURE, ref.platform()), parking, false);
    sending = new Sending(ref, parking, border, this::show, books, brief);
  }

  @Override
  public DeliveryStatus run(DeliveryRef ref) {
    try {
      work.run();
    } catch (CanceledFailure cancelled) {
      end = ended(DeliveryStatus.CANCELLED, "impactin/cancelled");
    } catch (ParkingEndedException given) {
      end =
          switch (given.reason()) {
            case ABORTED -> ended(DeliveryStatus.FAILED, "impactin/given-up");
            case EXPIRED -> ended(DeliveryStatus.EXPIRED, "impactin/decision-expired");
          };
    }
    ending = true;
    CancellationScope outside = CancellationScope.current();
    Workflow.newDetachedCancellationScope(this::finish).run();
    if (outside.isCancelRequested()) {
      throw new CanceledFailure("The delivery was cancelled from outside and has closed its books");
    }
    return end.status();
  }

  /** What the platform has accepted stays delivered, whatever comes after. */
  private DeliveryEnd ended(DeliveryStatus how, String reason) {
    return arrived
        ? new DeliveryEnd(ref, DeliveryStatus.DELIVERED, null)
        : new DeliveryEnd(
            ref, how, sending.unclear() ? PlatformActivities.OUTCOME_UNKNOWN : reason);
  }

  private void work() {
    Prepared prepared =
        parking.step(
            PREPARING,
            () -> {
              show(DeliveryStatus.PENDING, DeliverySentences.PREPARING);
              return DeliveryOptions.bulk(DeliverySentences.PREPARE).prepare(ref);
            });
    if (prepared.asks() && !approved(prepared)) {
      return;
    }
    Sent sent = sending.untilArrived();
    arrived = true;
    end = new DeliveryEnd(ref, DeliveryStatus.DELIVERED, null);
    show(DeliveryStatus.DELIVERED, DeliverySentences.ACCEPTED);
    if (sent == Sent.CONFIRMED || confirmation.await(this::look)) {
      end = new DeliveryEnd(ref, DeliveryStatus.CONFIRMED, null);
    }
  }

  private boolean approved(Prepared prepared) {
    boolean given =
        approval.await(
            due -> showAwaiting(due, prepared),
            due ->
                books.relentlessly(
                    DeliverySentences.REMIND,
                    step ->
                        step.remindOfApproval(
                            new DeliveryWait(ref, DeliveryStatus.AWAITING_APPROVAL, due))));
    if (!given) {
      end =
          approval.decided()
              ? new DeliveryEnd(ref, DeliveryStatus.REFUSED, "impactin/approval-refused")
              : new DeliveryEnd(ref, DeliveryStatus.EXPIRED, "impactin/approval-expired");
    }
    return given;
  }

  private void showAwaiting(Instant due, Prepared prepared) {
    parking.step(
        APPROVING,
        () -> {
          books.quickly(
              DeliverySentences.SHOW,
              step ->
                  step.showWaiting(new DeliveryWait(ref, DeliveryStatus.AWAITING_APPROVAL, due)));
          show(DeliveryStatus.AWAITING_APPROVAL, DeliverySentences.awaitingApproval(due, prepared));
          return due;
        });
  }

  private Sent look() {
    return parking.step(
        CONFIRMING,
        () -> {
          show(DeliveryStatus.DELIVERED, DeliverySentences.ACCEPTED);
          return DeliveryOptions.platform(ref.platform(), DeliverySentences.CONFIRM).confirm(ref);
        });
  }

  private void showParked() {
    if (!arrived) {
      status = DeliveryStatus.PARKED;
      books.relentlessly(
          DeliverySentences.SHOW,
          step -> step.showWaiting(new DeliveryWait(ref, DeliveryStatus.PARKED, null)));
    }
  }

  private void show(DeliveryStatus now, String sentence) {
    Workflow.setCurrentDetails(sentence);
    boolean shown = (brief ? stage : status) == now;
    status = now;
    stage = now;
    if (!shown) {
      Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(now.spelling()));
    }
  }

  private void finish() {
    try {
      parking.unavoidable(
          "finishing",
          () -> {
            books.quickly(DeliverySentences.FINISH, step -> step.finish(end));
            return true;
          });
    } catch (ParkingEndedException expired) {
      throw ApplicationFailure.newNonRetryableFailure(
          "The books could not be closed", "impactin/unfinished");
    }
    show(end.status(), DeliverySentences.ended(end));
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  @Override
  public void mayApprove(DeliveryCommand command) {
    approval.mayDecide();
  }

  @Override
  public void approve(DeliveryCommand command) {
    approval.give();
    auditUnverified(DeliveryNames.APPROVE, command);
  }

  @Override
  public void mayRefuse(DeliveryCommand command) {
    approval.mayDecide();
  }

  @Override
  public void refuse(DeliveryCommand command) {
    approval.refuse();
    auditUnverified(DeliveryNames.REFUSE, command);
  }

  @Override
  public void mayCancel(DeliveryCommand command) {
    Refusal.when(ending || arrived, "impactin/has-ended", "The delivery has arrived or is ending");
  }

  @Override
  public void cancel(DeliveryCommand command) {
    ending = true;
    work.cancel("cancelled by a command");
    auditUnverified(DeliveryNames.CANCEL, command);
  }

  private void auditUnverified(String name, DeliveryCommand command) {
    if (command.decisionId() == null) {
      DeliveryOptions.operations(DeliverySentences.UNVERIFIED)
          .unverified(
              new UnverifiedCommand(ref.tenant(), Workflow.getInfo().getWorkflowId(), name));
    }
  }

  @Override
  public void calledBack() {
    confirmation.calledBack();
  }

  @Override
  public DeliveryStatus status() {
    return status;
  }
}
