package org.teei.csr.workflows.privacy;

import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.operations.Border;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.operations.ParkingEndedException;
import org.teei.csr.workflows.shared.Attributes;

/** See {@link PersonErasureWorkflow}. */
public final class PersonErasureWorkflowImpl implements PersonErasureWorkflow {

  private static final String ERASING = "erasing";

  private final PersonErasureRef ref;
  private final Parking parking;
  private final Border border;

  @WorkflowInit
  public PersonErasureWorkflowImpl(PersonErasureRef ref) {
    this.ref = ref;
    parking =
        new Parking(
            new Parking.Subject(ref.tenant(), PrivacyNames.FEATURE, ref.erasureId().toString()),
            0,
            () -> {});
    border = new Border(new Gate(ref.tenant(), PrivacyNames.FEATURE, null), parking, false);
  }

  /** What two people agreed on is out of reach of a cancellation. */
  @Override
  public PersonErasureResult run(PersonErasureRef ref) {
    CompletablePromise<PersonErasureResult> result = Workflow.newPromise();
    Workflow.newDetachedCancellationScope(() -> result.complete(erase())).run();
    return result.get();
  }

  private PersonErasureResult erase() {
    PersonErasureResult result = null;
    while (result == null) {
      result = attempt();
    }
    Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(spelling(result)));
    Workflow.setCurrentDetails(PrivacySentences.ended(result));
    Workflow.await(Workflow::isEveryHandlerFinished);
    return result;
  }

  /** Null when nobody decided about it for so long that it is tried again. */
  private @Nullable PersonErasureResult attempt() {
    try {
      border.pass(ERASING, () -> {});
      return parking.unavoidable(
          ERASING,
          () -> {
            Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(ERASING));
            Workflow.setCurrentDetails(PrivacySentences.ERASING);
            return PrivacyOptions.privacy(PrivacySentences.ERASE).erasePerson(ref);
          });
    } catch (ParkingEndedException undecided) {
      return null;
    }
  }

  private static String spelling(PersonErasureResult result) {
    return result.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
