package org.teei.csr.workflows.imports.groups;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.imports.ImportCommand;
import org.teei.csr.workflows.imports.ImportNames;
import org.teei.csr.workflows.operations.Border;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.operations.ParkingEndedException;
import org.teei.csr.workflows.operations.UnverifiedCommand;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.Command;
import org.teei.csr.workflows.shared.Refusal;

/** See {@link ImportGroupWorkflow}. */
public final class ImportGroupWorkflowImpl implements ImportGroupWorkflow {

  private static final String IMPORTING = GroupStatus.IMPORTING.spelling();

  private final GroupRef ref;
  private final Parking parking;
  private final Border border;
  private final CancellationScope work = Workflow.newCancellationScope(this::importFiles);
  private final List<Integer> open = new ArrayList<>();
  private GroupPlan plan;
  private GroupCounts counts;
  private int nextFile;
  private Duration wait = GroupOptions.SHORTEST_WAIT;
  private GroupStatus status = GroupStatus.QUEUED;
  private GroupFinish end;
  private boolean ending;

  @WorkflowInit
  public ImportGroupWorkflowImpl(GroupRef ref, @Nullable GroupContinuation continuation) {
    this.ref = ref;
    GroupContinuation before = continuation == null ? GroupContinuation.START : continuation;
    plan = before.plan();
    nextFile = before.nextFile();
    open.addAll(before.open());
    counts = before.counts();
    parking =
        new Parking(
            new Parking.Subject(ref.tenant(), ImportNames.FEATURE, ref.groupId().toString()),
            before.parkings(),
            () -> show(GroupStatus.PARKED, GroupOptions.relentless(GroupSentences.SHOW)));
    border =
        new Border(new Gate(ref.tenant(), ImportNames.FEATURE, null), parking, before.paused());
    end = new GroupFinish(ref, GroupStatus.COMPLETED, null);
  }

  @Override
  public GroupCounts run(GroupRef ref, @Nullable GroupContinuation continuation) {
    try {
      work.run();
    } catch (CanceledFailure cancelled) {
      end = new GroupFinish(ref, GroupStatus.CANCELLED, null);
    } catch (ParkingEndedException given) {
      end = GroupFinish.given(ref, given.reason());
    }
    ending = true;
    Workflow.newDetachedCancellationScope(this::finish).run();
    if (CancellationScope.current().isCancelRequested()) {
      throw new CanceledFailure("The group was cancelled from outside and is closed");
    }
    return counts;
  }

  private void importFiles() {
    if (nextFile == 0) {
      plan = parking.step(IMPORTING, () -> GroupOptions.quick(GroupSentences.PLAN).planGroup(ref));
      nextFile = 1;
    }
    while (moreToBegin() || !open.isEmpty()) {
      continueAsNewIfSuggested();
      if (moreToBegin() && open.size() < (plan.strict() ? 1 : GroupOptions.AT_ONCE)) {
        border.pass(IMPORTING, () -> parking.step(IMPORTING, () -> show(GroupStatus.PAUSED)));
        begin(nextFile);
      } else {
        awaitEnds(GroupSentences.WAIT);
      }
    }
    if (stopped()) {
      end = new GroupFinish(ref, GroupStatus.FAILED, "imports/file-failed");
    }
    CancellationScope.throwCanceled();
  }

  private boolean moreToBegin() {
    return nextFile <= plan.files() && !stopped();
  }

  private boolean stopped() {
    return plan.stopOnFailure() && counts.failed() > 0;
  }

  private void begin(int position) {
    String summary = GroupSentences.begin(position, plan.files());
    Optional<FileBegun> taken =
        parking.skippable(
            IMPORTING,
            () -> {
              show(GroupStatus.IMPORTING);
              return GroupOptions.bulk(summary).beginFile(new GroupFile(ref, position));
            });
    if (taken.map(FileBegun::waits).orElse(false)) {
      awaitEnds(GroupSentences.ROOM);
      return;
    }
    nextFile++;
    if (taken.map(FileBegun::begun).orElse(false)) {
      open.add(position);
    } else {
      counts = taken.isPresent() ? counts.plus(false) : counts.withoutOne();
    }
    wait = GroupOptions.SHORTEST_WAIT;
  }

  /** Looks less and less often, until an import has ended or there may be room for one more. */
  private void awaitEnds(String summary) {
    if (!open.isEmpty() && someEnded()) {
      wait = GroupOptions.SHORTEST_WAIT;
    } else {
      GroupOptions.rest(wait, summary);
      wait = GroupOptions.longer(wait);
    }
  }

  private boolean someEnded() {
    FileEnds ended =
        parking.step(
            IMPORTING,
            () -> {
              show(GroupStatus.IMPORTING);
              return GroupOptions.glance(GroupSentences.LOOK).endedFiles(new OpenFiles(ref, open));
            });
    ended.ends().forEach(one -> open.remove(Integer.valueOf(one.position())));
    ended.ends().forEach(one -> counts = counts.plus(one.succeeded()));
    return !ended.ends().isEmpty();
  }

  private GroupStatus show(GroupStatus next) {
    return show(next, GroupOptions.quick(GroupSentences.SHOW));
  }

  private GroupStatus show(GroupStatus next, GroupActivities activities) {
    // The parking says in more detail what is waited for.
    if (next != GroupStatus.PARKED) {
      Workflow.setCurrentDetails(GroupSentences.details(next, plan.files(), open.size(), counts));
    }
    if (status != next) {
      activities.showGroup(new GroupChange(ref, next));
      status = next;
      Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(next.spelling()));
    }
    return next;
  }

  private void finish() {
    try {
      parking.unavoidable(
          "finishing",
          () -> {
            GroupOptions.quick(GroupSentences.FINISH).finishGroup(end);
            return end;
          });
    } catch (ParkingEndedException expired) {
      throw ApplicationFailure.newNonRetryableFailure(
          "The group could not be closed", "imports/group-unfinished");
    }
    status = end.status();
    Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(status.spelling()));
    Workflow.setCurrentDetails(GroupSentences.details(status, plan.files(), open.size(), counts));
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private void continueAsNewIfSuggested() {
    if (Workflow.getInfo().isContinueAsNewSuggested()) {
      Workflow.await(Workflow::isEveryHandlerFinished);
      Workflow.newContinueAsNewStub(ImportGroupWorkflow.class)
          .run(
              ref,
              new GroupContinuation(
                  plan, nextFile, open, counts, parking.sequence(), border.paused()));
    }
  }

  @Override
  public void mayPause(ImportCommand command) {
    refuseWhenEnding();
    Refusal.when(border.paused(), "imports/already-paused", "The group is paused already");
  }

  @Override
  public void pause(ImportCommand command) {
    border.pause();
    auditUnverified("pause", command);
  }

  @Override
  public void mayResume(ImportCommand command) {
    refuseWhenEnding();
    Refusal.when(!border.paused(), "imports/not-paused", "The group is not paused");
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
  public GroupProgress progress() {
    return new GroupProgress(status, counts);
  }

  private void auditUnverified(String name, Command command) {
    if (command.decisionId() == null) {
      GroupOptions.operations(GroupSentences.UNVERIFIED)
          .unverified(
              new UnverifiedCommand(ref.tenant(), Workflow.getInfo().getWorkflowId(), name));
    }
  }

  private void refuseWhenEnding() {
    Refusal.when(ending, "imports/ending", "The group is ending");
  }
}
