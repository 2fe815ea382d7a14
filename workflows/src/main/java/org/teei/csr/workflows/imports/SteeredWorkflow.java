package org.teei.csr.workflows.imports;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import org.teei.csr.workflows.operations.Border;
import org.teei.csr.workflows.operations.Brief;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.operations.UnverifiedCommand;
import org.teei.csr.workflows.shared.Command;
import org.teei.csr.workflows.shared.Refusal;
import org.teei.csr.workflows.shared.StepOptions;

/** What work on an import has in common: it parks, and persons pause, resume and cancel it. */
abstract class SteeredWorkflow {
  final ImportRef ref;
  final Parking parking;
  final Border border;
  private final boolean brief;
  private final CancellationScope work = Workflow.newCancellationScope(this::work);
  private boolean ending;

  /**
   * @param parkings in runs that this one continues
   * @param paused whether a run that this one continues was paused
   */
  SteeredWorkflow(ImportRef ref, int parkings, boolean paused) {
    this.ref = ref;
    brief =
        Workflow.getVersion(ImportOptions.BRIEF, Workflow.DEFAULT_VERSION, 1)
            != Workflow.DEFAULT_VERSION;
    parking =
        new Parking(
            new Parking.Subject(ref.tenant(), ImportNames.FEATURE, ref.importId().toString()),
            parkings,
            this::showParked);
    border = new Border(new Gate(ref.tenant(), ImportNames.FEATURE, null), parking, paused);
  }

  /** Everything but the end. */
  abstract void work();

  /** Shows, patiently, that a step waits for a decision. */
  abstract void showParked();

  /** Works until it is done or a command ends it; no command is taken after that. */
  final void workUntilEnded() {
    try {
      work.run();
    } finally {
      ending = true;
    }
  }

  /** Enters in the import's row where it stands. */
  final void enter(StatusChange change) {
    if (brief) {
      Brief.step(
          ImportActivities.class,
          ImportSentences.SHOW,
          StepOptions.quick(ImportSentences.SHOW),
          activities -> activities.show(change));
    } else {
      ImportOptions.quick(ImportSentences.SHOW).show(change);
    }
  }

  /** As {@link #enter}, for as long as it takes. */
  final void enterRelentlessly(StatusChange change) {
    ImportOptions.relentless(ImportSentences.SHOW).show(change);
  }

  public void mayPause(ImportCommand command) {
    refuseWhenEnding();
    Refusal.when(border.paused(), "imports/already-paused", "The import is paused already");
  }

  public void pause(ImportCommand command) {
    border.pause();
    auditUnverified("pause", command);
  }

  public void mayResume(ImportCommand command) {
    refuseWhenEnding();
    Refusal.when(!border.paused(), "imports/not-paused", "The import is not paused");
  }

  public void resume(ImportCommand command) {
    border.resume();
    auditUnverified("resume", command);
  }

  public void mayCancel(ImportCommand command) {
    refuseWhenEnding();
  }

  public void cancel(ImportCommand command) {
    ending = true;
    work.cancel("cancelled by a command");
    auditUnverified("cancel", command);
  }

  final void auditUnverified(String name, Command command) {
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
