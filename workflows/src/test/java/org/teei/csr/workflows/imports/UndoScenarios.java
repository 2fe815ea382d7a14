package org.teei.csr.workflows.imports;

import static org.teei.csr.workflows.shared.ParkedAction.ABORT;
import static org.teei.csr.workflows.shared.ParkedAction.RETRY;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
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

/** The paths through the taking back of an import of which a history is kept. */
public final class UndoScenarios {

  private static final UUID DECISION = new UUID(0, 7);

  /** What runs did that began before their histories were brief, see {@link ImportOptions}. */
  private static final List<String> BEFORE =
      List.of("continued", "parked-retried", "paused-resumed", "undone");

  private UndoScenarios() {}

  public static List<Scenario> all() {
    return Scenario.withThoseBeforeBrief(recorded(), ImportNames.UNDO_WORKFLOW_TYPE, BEFORE);
  }

  private static List<Scenario> recorded() {
    return List.of(
        scenario("undone", Run::finish),
        scenario("several-ranges", run -> run.rows(12_000).finish()),
        scenario("parked-retried", run -> run.parkAt("undo").resolve(RETRY).finish()),
        scenario("parked-aborted", run -> run.parkAt("undo").resolve(ABORT).finish()),
        scenario(
            "people-parked-retried", run -> run.parkAt("removePeople").resolve(RETRY).finish()),
        scenario(
            "finishing-parked-retried", run -> run.parkAt("finishUndo").resolve(RETRY).finish()),
        scenario("paused-resumed", run -> run.rows(12_000).pauseDuring().resume().finish()),
        scenario("paused-cancelled", run -> run.rows(12_000).pauseDuring().cancel().finish()),
        scenario("cancelled", run -> run.work().cancel().finish()),
        scenario("cancelled-from-outside", run -> run.work().cancelOutside().finish()),
        scenario("continued", run -> run.rows(200_000).finish()));
  }

  private interface Play {
    WorkflowExecution with(Run run) throws InterruptedException;
  }

  private static Scenario scenario(String path, Play play) {
    return new Scenario(
        ImportNames.UNDO_WORKFLOW_TYPE, path, false, theatre -> play.with(new Run(theatre, path)));
  }

  private static final class Run {
    private final FakeUndoActivities steps = new FakeUndoActivities();
    private final FakeOperationsActivities operations = new FakeOperationsActivities();
    private final ImportRef ref;
    private final WorkflowStub workflow;
    private final UndoWorkflow commands;
    private boolean started;

    Run(Theatre theatre, String path) {
      ref = new ImportRef(new TenantId("synthetic"), new UUID(3, path.hashCode()), 1);
      String id = ImportNames.undoWorkflowId(ref.tenant(), ref.importId(), ref.attempt());
      workflow =
          theatre.open(
              UndoWorkflowImpl.class,
              ImportNames.UNDO_WORKFLOW_TYPE,
              id,
              steps,
              new FakeImportActivities(),
              operations);
      commands = theatre.client().newWorkflowStub(UndoWorkflow.class, id);
    }

    Run rows(long rows) {
      steps.rows(rows);
      return this;
    }

    Run parkAt(String step) {
      steps.fails(step, Failures.permanent(FailureClass.PERMANENT, "imports/database-refused"));
      start();
      operations.nextParked();
      if (!step.equals("finishUndo")) {
        TemporalTesting.eventually(() -> commands.progress().status() == ImportStatus.PARKED);
      }
      return this;
    }

    Run resolve(ParkedAction action) {
      workflow.update(OperationsNames.RESOLVE, Void.class, new ResolveCommand(DECISION, action, 1));
      return this;
    }

    Run pauseDuring() {
      steps.when("undo", () -> commands.pause(new ImportCommand(DECISION)));
      start();
      TemporalTesting.eventually(() -> commands.progress().status() == ImportStatus.PAUSED);
      return this;
    }

    Run resume() {
      commands.resume(new ImportCommand(null));
      return this;
    }

    Run work() throws InterruptedException {
      CountDownLatch begun = steps.worksUntilCancelled("undo");
      start();
      begun.await();
      return this;
    }

    Run cancel() {
      commands.cancel(new ImportCommand(DECISION));
      return this;
    }

    Run cancelOutside() {
      workflow.cancel("from outside");
      return this;
    }

    WorkflowExecution finish() {
      start();
      try {
        workflow.getResult(UndoCounts.class);
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
