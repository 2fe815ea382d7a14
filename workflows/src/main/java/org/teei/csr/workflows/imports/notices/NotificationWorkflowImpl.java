package org.teei.csr.workflows.imports.notices;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import org.teei.csr.workflows.operations.Border;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.operations.ParkingEndedException;
import org.teei.csr.workflows.shared.Attributes;

/** See {@link NotificationWorkflow}. */
public final class NotificationWorkflowImpl implements NotificationWorkflow {

  private static final String DELIVERING = "delivering";

  private final NoticeRef ref;
  private final Parking parking;
  private final Border border;

  @WorkflowInit
  public NotificationWorkflowImpl(NoticeRef ref) {
    this.ref = ref;
    parking =
        new Parking(
            new Parking.Subject(ref.tenant(), NoticeNames.HELD_AS, ref.noticeId().toString()),
            0,
            () -> NoticeOptions.relentless(NoticeSentences.PARK).parkNotice(ref));
    border = new Border(new Gate(ref.tenant(), NoticeNames.HELD_AS, null), parking, false);
  }

  @Override
  public NoticeOutcome run(NoticeRef ref) {
    try {
      border.pass(DELIVERING, () -> {});
      return ended(parking.step(DELIVERING, this::deliver));
    } catch (ParkingEndedException given) {
      giveUp();
      return ended(NoticeOutcome.GIVEN_UP);
    } catch (CanceledFailure outside) {
      Workflow.newDetachedCancellationScope(this::giveUp).run();
      ended(NoticeOutcome.GIVEN_UP);
      throw outside;
    }
  }

  private NoticeOutcome deliver() {
    Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(DELIVERING));
    Workflow.setCurrentDetails(NoticeSentences.DELIVERING);
    return NoticeOptions.remote(NoticeSentences.DELIVER, ref.profile()).deliverNotice(ref);
  }

  private void giveUp() {
    NoticeOptions.relentless(NoticeSentences.GIVE_UP).giveUpNotice(ref);
  }

  private NoticeOutcome ended(NoticeOutcome outcome) {
    Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(outcome.spelling()));
    Workflow.setCurrentDetails(NoticeSentences.ended(outcome));
    Workflow.await(Workflow::isEveryHandlerFinished);
    return outcome;
  }
}
