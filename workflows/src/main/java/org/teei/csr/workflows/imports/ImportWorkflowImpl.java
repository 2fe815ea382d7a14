package org.teei.csr.workflows.imports;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.operations.Approval;
import org.teei.csr.workflows.operations.ParkingEndedException;
import org.teei.csr.workflows.shared.Attributes;

/** See {@link ImportWorkflow}. */
public final class ImportWorkflowImpl extends SteeredWorkflow implements ImportWorkflow {

  private final Approval approval = new Approval(ImportOptions.APPROVAL);
  private final RangeRounds rounds;
  private ImportPlan plan;
  private Merged previewed;
  private boolean approved;
  private ImportCounts counts;
  private long lastRow;
  private long nextRow;
  private ImportStatus status = ImportStatus.QUEUED;
  private Finish end;

  @WorkflowInit
  public ImportWorkflowImpl(ImportRef ref, @Nullable ImportContinuation continuation) {
    ImportContinuation before = ImportContinuation.orNone(continuation);
    super(ref, before.parkings(), before.paused());
    plan = before.planOrPlain();
    previewed = before.previewedOrNone();
    approved = before.approved();
    lastRow = before.lastRow();
    nextRow = before.nextRow();
    counts = before.counts();
    rounds = new RangeRounds(parking, this::reach, this::show);
    end = new Finish(ref, ImportStatus.COMPLETED, null, null);
  }

  @Override
  public ImportCounts run(ImportRef ref, @Nullable ImportContinuation continuation) {
    try {
      workUntilEnded();
    } catch (CanceledFailure cancelled) {
      end = new Finish(ref, ImportStatus.CANCELLED, null, null);
    } catch (ParkingEndedException given) {
      end = Finish.of(ref, given);
    }
    Workflow.newDetachedCancellationScope(this::finish).run();
    if (CancellationScope.current().isCancelRequested()) {
      throw new CanceledFailure("The import was cancelled from outside and has closed its books");
    }
    return counts;
  }

  @Override
  void work() {
    if ((nextRow > 0 || read())
        && goesOn(counts.rejected())
        && (!plan.previews() || approved || preview())) {
      merge();
    }
    CancellationScope.throwCanceled();
  }

  /** Stages and checks the file; false where it cannot be read. */
  private boolean read() {
    StageOutcome outcome =
        step(ImportStatus.STAGING, () -> ImportOptions.bulk(ImportSentences.STAGE).stage(ref));
    switch (outcome) {
      case StageOutcome.Staged(long rows) -> counts = counts.withRead(rows);
      case StageOutcome.Unreadable(String problem, Long line, long rows) -> {
        counts = counts.withRead(rows);
        end = new Finish(ref, ImportStatus.FAILED, problem, line);
        return false;
      }
    }
    Validated validated =
        step(
            ImportStatus.VALIDATING,
            () -> ImportOptions.bulk(ImportSentences.validate(counts.read())).validate(ref));
    plan = validated.planOrPlain();
    counts = counts.plus(validated);
    lastRow = validated.lastRow();
    nextRow = 1;
    return true;
  }

  /** Whether the rejected rows are borne; else the import ends. */
  private boolean goesOn(long rejected) {
    Optional<String> refusal = plan.refusal(rejected);
    refusal.ifPresent(problem -> end = new Finish(ref, ImportStatus.FAILED, problem, null));
    return refusal.isEmpty();
  }

  /** Looks at each row; whether the rows may land then. */
  private boolean preview() {
    while (nextRow <= lastRow) {
      List<MergeRange> ranges = MergeRange.round(ref, nextRow, lastRow);
      rounds.round(
          ImportStatus.VALIDATING,
          ranges,
          true,
          range -> ImportOptions.bulk(ImportSentences.preview(range, lastRow)).preview(range),
          outcome -> previewed = previewed.plus(outcome));
      nextRow = ranges.getLast().toRow() + 1;
    }
    if (plan.isDryRun()) {
      counts = counts.plus(previewed);
      return false;
    }
    nextRow = 1;
    return goesOn(counts.rejected() + previewed.rejected()) && awaitApproval();
  }

  private boolean awaitApproval() {
    approved =
        approval.await(
            due -> {
              show(new StatusChange(ref, ImportStatus.AWAITING_APPROVAL, due), this::enter);
              Workflow.setCurrentDetails(ImportSentences.awaitingApproval(due, counts, previewed));
            },
            due ->
                ImportOptions.relentless(ImportSentences.REMIND)
                    .remind(new StatusChange(ref, ImportStatus.AWAITING_APPROVAL, due)));
    if (!approved) {
      end = new Finish(ref, ImportStatus.EXPIRED, "imports/approval-expired", null);
    }
    return approved;
  }

  private void merge() {
    while (nextRow <= lastRow && goesOn(counts.rejected())) {
      List<MergeRange> ranges =
          plan.isAtomic()
              ? MergeRange.whole(ref, lastRow)
              : MergeRange.round(ref, nextRow, lastRow);
      rounds.round(
          ImportStatus.MERGING,
          ranges,
          !plan.isAtomic(),
          range -> ImportOptions.bulk(ImportSentences.merge(range, lastRow)).merge(range),
          outcome -> counts = counts.plus(outcome));
      nextRow = ranges.getLast().toRow() + 1;
    }
    goesOn(counts.rejected());
  }

  /** The border before a round of ranges. */
  private void reach(ImportStatus stage) {
    step(stage, () -> status);
    continueAsNewIfSuggested();
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

  @Override
  void showParked() {
    show(new StatusChange(ref, ImportStatus.PARKED), this::enterRelentlessly);
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
    show(new StatusChange(ref, next), this::enter);
  }

  private void show(StatusChange change, Consumer<StatusChange> entry) {
    ImportStatus next = change.status();
    if (status != next) {
      entry.accept(change);
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
                  lastRow,
                  nextRow,
                  counts,
                  parking.sequence(),
                  border.paused(),
                  plan,
                  previewed,
                  approved));
    }
  }

  @Override
  public void mayApprove(ImportCommand command) {
    approval.mayDecide();
  }

  @Override
  public void approve(ImportCommand command) {
    approval.give();
    auditUnverified("approve", command);
  }

  @Override
  public ImportProgress progress() {
    return new ImportProgress(status, lastRow, counts.decided(), counts);
  }
}
