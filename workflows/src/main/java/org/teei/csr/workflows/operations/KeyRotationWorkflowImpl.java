package org.teei.csr.workflows.operations;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.function.Supplier;
import org.teei.csr.workflows.shared.Attributes;

/** See {@link KeyRotationWorkflow}. */
public final class KeyRotationWorkflowImpl implements KeyRotationWorkflow {

  private static final String PREPARING = "preparing";
  private static final String ACTIVATING = "activating";
  private static final String REWRAPPING = "rewrapping";
  private static final String RETIRING = "retiring";
  private static final String FINISHING = "finishing";

  private final KeyRotationRef ref;
  private final Parking parking;
  private final Border border;
  private KeyRotationCounts counts = KeyRotationCounts.NONE;
  private KeyRotationStatus status = KeyRotationStatus.COMPLETED;
  private String stage = "";

  @WorkflowInit
  public KeyRotationWorkflowImpl(KeyRotationRef ref) {
    this.ref = ref;
    parking =
        new Parking(
            new Parking.Subject(ref.tenant(), OperationsNames.FEATURE, ref.rotationId().toString()),
            0,
            () -> {});
    border = new Border(new Gate(ref.tenant(), OperationsNames.FEATURE, null), parking, false);
  }

  @Override
  public KeyRotationCounts run(KeyRotationRef ref) {
    CancellationScope outside = CancellationScope.current();
    try {
      rotate();
    } catch (CanceledFailure cancelled) {
      status = KeyRotationStatus.CANCELLED;
    } catch (ParkingEndedException given) {
      status =
          switch (given.reason()) {
            case ABORTED -> KeyRotationStatus.FAILED;
            case EXPIRED -> KeyRotationStatus.EXPIRED;
          };
    }
    Workflow.newDetachedCancellationScope(this::end).run();
    if (outside.isCancelRequested()) {
      throw new CanceledFailure("The rotation was cancelled from outside and has closed its books");
    }
    return counts;
  }

  private void rotate() {
    int version = step(PREPARING, () -> quick(OperationsSentences.KEY_PREPARE).prepareDataKey(ref));
    counts = counts.withVersion(version);
    spread();
    step(
        ACTIVATING,
        () -> {
          quick(OperationsSentences.KEY_ACTIVATE).activateDataKey(ref);
          return version;
        });
    spread();
    rewrap();
  }

  /** Once more where somebody wrote with the earlier version while it was exchanged. */
  private void rewrap() {
    long rewrapped;
    int passes = 0;
    do {
      rewrapped =
          step(
              REWRAPPING,
              () ->
                  OperationsOptions.bulkKeys(OperationsSentences.KEY_REWRAP).rewrapPersonKeys(ref));
      counts = counts.plus(rewrapped);
      KeptKeys kept =
          step(
              RETIRING,
              () -> OperationsOptions.bulkKeys(OperationsSentences.KEY_RETIRE).retireDataKeys(ref));
      counts = counts.withKept(kept);
      passes++;
    } while (counts.kept().personKeys() > 0
        && rewrapped > 0
        && passes < OperationsOptions.REWRAPPING_PASSES);
  }

  /** Every process has looked for new keys when it is over. */
  private static void spread() {
    Workflow.newTimer(
            OperationsOptions.SPREAD_OF_KEYS,
            TimerOptions.newBuilder().setSummary(OperationsSentences.KEY_SPREAD).build())
        .get();
  }

  private <T> T step(String next, Supplier<T> action) {
    border.pass(next, () -> {});
    return parking.step(
        next,
        () -> {
          show(next);
          return action.get();
        });
  }

  private void show(String next) {
    Workflow.setCurrentDetails(OperationsSentences.rotating(next, counts));
    if (!stage.equals(next)) {
      stage = next;
      Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(next));
    }
  }

  private static KeyActivities quick(String summary) {
    return OperationsOptions.keys(summary);
  }

  private void end() {
    try {
      parking.unavoidable(
          FINISHING,
          () -> {
            quick(OperationsSentences.KEY_END).endKeyRotation(new KeyRotationEnd(ref, status));
            return status;
          });
    } catch (ParkingEndedException expired) {
      throw ApplicationFailure.newNonRetryableFailure(
          "The rotation could not be closed", "operations/key-rotation-unfinished");
    }
    Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(status.spelling()));
    Workflow.setCurrentDetails(OperationsSentences.rotated(status, counts));
    Workflow.await(Workflow::isEveryHandlerFinished);
  }
}
