package org.teei.csr.workflows.imports;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.operations.ParkingEndedException;
import org.teei.csr.workflows.shared.Attributes;

/** See {@link UndoWorkflow}. */
public final class UndoWorkflowImpl extends SteeredWorkflow implements UndoWorkflow {

  private @Nullable UndoRange next;
  private UndoCounts counts;
  private ImportStatus status = ImportStatus.QUEUED;
  private UndoFinish end;

  @WorkflowInit
  public UndoWorkflowImpl(ImportRef ref, @Nullable UndoContinuation continuation) {
    UndoContinuation before =
        continuation == null
            ? new UndoContinuation(UndoRange.first(ref), UndoCounts.NONE, 0, false)
            : continuation;
    super(ref, before.parkings(), before.paused());
    next = before.next();
    counts = before.counts();
    end = new UndoFinish(ref, ImportStatus.UNDONE, null);
  }

  @Override
  public UndoCounts run(ImportRef ref, @Nullable UndoContinuation continuation) {
    try {
      workUntilEnded();
    } catch (CanceledFailure cancelled) {
      end = new UndoFinish(ref, ImportStatus.CANCELLED, "imports/undo-unfinished");
    } catch (ParkingEndedException given) {
      end = new UndoFinish(ref, ImportStatus.FAILED, "imports/undo-unfinished");
    }
    CancellationScope outside = CancellationScope.current();
    Workflow.newDetachedCancellationScope(this::finish).run();
    if (outside.isCancelRequested()) {
      throw new CanceledFailure("The undo was cancelled from outside and has closed its books");
    }
    return counts;
  }

  @Override
  void work() {
    while (next != null) {
      continueAsNewIfSuggested();
      UndoRange range = next;
      RangeUndone undone = step(() -> UndoOptions.bulk(UndoSentences.UNDO).undo(range));
      counts = undone.counts();
      next = undone.next();
    }
    step(() -> UndoOptions.bulk(UndoSentences.REMOVE_PEOPLE).removePeople(ref));
    CancellationScope.throwCanceled();
  }

  private <T> T step(Supplier<T> action) {
    String stage = ImportStatus.UNDOING.spelling();
    border.pass(stage, this::showPaused);
    return parking.step(
        stage,
        () -> {
          show(ImportStatus.UNDOING);
          return action.get();
        });
  }

  @Override
  void showParked() {
    show(ImportStatus.PARKED, this::enterRelentlessly);
  }

  private void showPaused() {
    parking.step(
        ImportStatus.UNDOING.spelling(),
        () -> {
          show(ImportStatus.PAUSED);
          return ImportStatus.PAUSED;
        });
  }

  private void show(ImportStatus now) {
    Workflow.setCurrentDetails(UndoSentences.details(now, counts));
    show(now, this::enter);
  }

  private void show(ImportStatus now, Consumer<StatusChange> entry) {
    if (status != now) {
      entry.accept(new StatusChange(ref, now));
      status = now;
      Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(now.spelling()));
    }
  }

  private void finish() {
    try {
      counts =
          parking.unavoidable(
              "finishing", () -> UndoOptions.bulk(UndoSentences.FINISH).finishUndo(end));
    } catch (ParkingEndedException expired) {
      throw ApplicationFailure.newNonRetryableFailure(
          "The books could not be closed", "imports/unfinished");
    }
    status = end.status();
    Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(status.spelling()));
    Workflow.setCurrentDetails(UndoSentences.details(status, counts));
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private void continueAsNewIfSuggested() {
    if (Workflow.getInfo().isContinueAsNewSuggested()) {
      Workflow.await(Workflow::isEveryHandlerFinished);
      Workflow.newContinueAsNewStub(UndoWorkflow.class)
          .run(ref, new UndoContinuation(next, counts, parking.sequence(), border.paused()));
    }
  }

  @Override
  public UndoProgress progress() {
    return new UndoProgress(status, counts);
  }
}
