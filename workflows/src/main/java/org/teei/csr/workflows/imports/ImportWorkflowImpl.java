package org.teei.csr.workflows.imports;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.operations.Border;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.operations.ParkingEndedException;
import org.teei.csr.workflows.operations.UnverifiedCommand;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.Command;
import org.teei.csr.workflows.shared.Refusal;

/** See {@link ImportWorkflow}. */
public final class ImportWorkflowImpl implements ImportWorkflow {

  private final ImportRef ref;
  private final Parking parking;
  private final Border border;
  private final CancellationScope work = Workflow.newCancellationScope(this::importFile);
  private ImportCounts counts;
  private long lastRow;
  private long nextRow;
  private ImportStatus status = ImportStatus.QUEUED;
  private Finish end;
  private boolean ending;

  @WorkflowInit
  public ImportWorkflowImpl(ImportRef ref, @Nullable ImportContinuation continuation) {
    this.ref = ref;
    ImportContinuation before =
        continuation == null
            ? new ImportContinuation(0, 0, ImportCounts.NONE, 0, false)
            : continuation;
    lastRow = before.lastRow();
    nextRow = before.nextRow();
    counts = before.counts();
    parking =
        new Parking(
            new Parking.Subject(ref.tenant(), ImportNames.FEATURE, ref.importId().toString()),
            before.parkings(),
            () -> show(ImportStatus.PARKED, ImportOptions.relentless(ImportSentences.SHOW)));
    border =
        new Border(new Gate(ref.tenant(), ImportNames.FEATURE, null), parking, before.paused());
    end = new Finish(ref, ImportStatus.COMPLETED, null, null);
  }

  @Override
  public ImportCounts run(ImportRef ref, @Nullable ImportContinuation continuation) {
    try {
      work.run();
    } catch (CanceledFailure cancelled) {
      end = new Finish(ref, ImportStatus.CANCELLED, null, null);
    } catch (ParkingEndedException given) {
      end =
          switch (given.reason()) {
            case ABORTED -> new Finish(ref, ImportStatus.FAILED, "imports/aborted", null);
            case EXPIRED -> new Finish(ref, ImportStatus.EXPIRED, "imports/expired", null);
          };
    }
    ending = true;
    CancellationScope outside = CancellationScope.current();
    Workflow.newDetachedCancellationScope(this::finish).run();
    if (outside.isCancelRequested()) {
      throw new CanceledFailure("The import was cancelled from outside and has closed its books");
    }
    return counts;
  }

  private void importFile() {
    if (nextRow == 0) {
      StageOutcome outcome =
          step(ImportStatus.STAGING, () -> ImportOptions.bulk(ImportSentences.STAGE).stage(ref));
      switch (outcome) {
        case StageOutcome.Staged(long rows) -> counts = counts.withRead(rows);
        case StageOutcome.Unreadable(String problem, Long line, long rows) -> {
          counts = counts.withRead(rows);
          end = new Finish(ref, ImportStatus.FAILED, problem, line);
          return;
        }
      }
      Validated validated =
          step(
              ImportStatus.VALIDATING,
              () -> ImportOptions.bulk(ImportSentences.validate(counts.read())).validate(ref));
      counts = counts.plus(validated);
      lastRow = validated.lastRow();
      nextRow = 1;
    }
    while (nextRow <= lastRow) {
      mergeRound();
    }
    CancellationScope.throwCanceled();
  }

  /** Some ranges at the same time; nothing of them is at work any more when it ends. */
  private void mergeRound() {
    step(ImportStatus.MERGING, () -> status);
    continueAsNewIfSuggested();
    List<MergeRange> ranges = MergeRange.round(ref, nextRow, lastRow);
    List<Promise<Merged>> tries = ranges.stream().map(this::start).toList();
    try {
      for (int i = 0; i < ranges.size(); i++) {
        merged(ranges.get(i), tries.get(i)).ifPresent(merged -> counts = counts.plus(merged));
      }
    } catch (CanceledFailure | ParkingEndedException stopped) {
      tries.forEach(Promise::getFailure);
      throw stopped;
    }
    nextRow = ranges.getLast().toRow() + 1;
  }

  private Promise<Merged> start(MergeRange range) {
    return Async.function(ImportOptions.bulk(ImportSentences.merge(range, lastRow))::merge, range);
  }

  /** The outcome of a range; if its first try fails it may be parked, tried again or left out. */
  private Optional<Merged> merged(MergeRange range, Promise<Merged> firstTry) {
    List<Promise<Merged>> tries = new ArrayList<>(List.of(firstTry));
    return parking.skippable(
        ImportStatus.MERGING.spelling(),
        () -> {
          show(ImportStatus.MERGING);
          return (tries.isEmpty() ? start(range) : tries.removeFirst()).get();
        });
  }

  private <T> T step(ImportStatus stage, Supplier<T> action) {
    border.pass(stage.spelling(), () -> showPaused(stage));
    return parking.step(
        stage.spelling(),
        () -> {
          show(stage);
          return action.get();
        });
  }

  private void showPaused(ImportStatus stage) {
    parking.step(
        stage.spelling(),
        () -> {
          show(ImportStatus.PAUSED);
          return ImportStatus.PAUSED;
        });
  }

  private void show(ImportStatus stage) {
    ImportStatus next = stage.of(ref);
    Workflow.setCurrentDetails(ImportSentences.details(next, lastRow, counts));
    show(next, ImportOptions.quick(ImportSentences.SHOW));
  }

  private void show(ImportStatus next, ImportActivities activities) {
    if (status != next) {
      activities.show(new StatusChange(ref, next));
      status = next;
      Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(next.spelling()));
    }
  }

  private void finish() {
    try {
      counts =
          parking.unavoidable(
              "finishing", () -> ImportOptions.bulk(ImportSentences.FINISH).finish(end));
    } catch (ParkingEndedException expired) {
      throw ApplicationFailure.newNonRetryableFailure(
          "The books could not be closed", "imports/unfinished");
    }
    status = end.status();
    Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(status.spelling()));
    Workflow.setCurrentDetails(ImportSentences.details(status, lastRow, counts));
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private void continueAsNewIfSuggested() {
    if (Workflow.getInfo().isContinueAsNewSuggested()) {
      Workflow.await(Workflow::isEveryHandlerFinished);
      Workflow.newContinueAsNewStub(ImportWorkflow.class)
          .run(
              ref,
              new ImportContinuation(
                  lastRow, nextRow, counts, parking.sequence(), border.paused()));
    }
  }

  @Override
  public void mayPause(ImportCommand command) {
    refuseWhenEnding();
    Refusal.when(border.paused(), "imports/already-paused", "The import is paused already");
  }

  @Override
  public void pause(ImportCommand command) {
    border.pause();
    auditUnverified("pause", command);
  }

  @Override
  public void mayResume(ImportCommand command) {
    refuseWhenEnding();
    Refusal.when(!border.paused(), "imports/not-paused", "The import is not paused");
  }

  @Override
  public void resume(ImportCommand command) {
    border.resume();
    auditUnverified("resume", command);
  }

  @Override
  public void mayCancel(ImportCommand command) {
    refuseWhenEnding();
  }

  @Override
  public void cancel(ImportCommand command) {
    ending = true;
    work.cancel("cancelled by a command");
    auditUnverified("cancel", command);
  }

  @Override
  public ImportProgress progress() {
    return new ImportProgress(status, lastRow, counts.decided(), counts);
  }

  private void auditUnverified(String name, Command command) {
    if (command.decisionId() == null) {
      ImportOptions.operations(ImportSentences.UNVERIFIED)
          .unverified(
              new UnverifiedCommand(ref.tenant(), Workflow.getInfo().getWorkflowId(), name));
    }
  }

  private void refuseWhenEnding() {
    Refusal.when(ending, "imports/ending", "The import is ending");
  }
}
