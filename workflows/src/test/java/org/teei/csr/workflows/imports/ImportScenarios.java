package org.teei.csr.workflows.imports;

import static org.teei.csr.workflows.shared.ParkedAction.ABORT;
import static org.teei.csr.workflows.shared.ParkedAction.RETRY;
import static org.teei.csr.workflows.shared.ParkedAction.SKIP;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.teei.csr.workflows.imports.ImportPlan.ErrorPolicy;
import org.teei.csr.workflows.imports.ImportPlan.Mode;
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

/** The paths through an import of which a history is kept. */
public final class ImportScenarios {

  private static final UUID DECISION = new UUID(0, 7);

  /** What runs did that began before their histories were brief, see {@link ImportOptions}. */
  private static final List<String> BEFORE =
      List.of(
          "completed",
          "continued",
          "continuation",
          "correction-completed",
          "held-released",
          "merging-parked-retried",
          "parked-cancelled",
          "paused-resumed",
          "review-expired",
          "reviewed-approved",
          "unreadable");

  private ImportScenarios() {}

  public static List<Scenario> all() {
    return Scenario.withThoseBeforeBrief(recorded(), ImportNames.WORKFLOW_TYPE, BEFORE);
  }

  private static List<Scenario> recorded() {
    return List.of(
        real("completed", Run::finish),
        real("several-ranges", run -> run.rows(50_000).finish()),
        real(
            "unreadable",
            run -> {
              run.steps.cannotBeRead("imports/unclosed-quote", 17);
              return run.finish();
            }),
        real("staging-parked-retried", run -> run.parkAt("stage").resolve(RETRY).finish()),
        real("validating-parked-retried", run -> run.parkAt("validate").resolve(RETRY).finish()),
        real("merging-parked-retried", run -> run.parkAt("merge 1").resolve(RETRY).finish()),
        real("finishing-parked-retried", run -> run.parkAt("finish").resolve(RETRY).finish()),
        real("staging-parked-aborted", run -> run.parkAt("stage").resolve(ABORT).finish()),
        real("validating-parked-aborted", run -> run.parkAt("validate").resolve(ABORT).finish()),
        real("merging-parked-aborted", run -> run.parkAt("merge 10001").resolve(ABORT).finish()),
        real("merging-parked-skipped", run -> run.parkAt("merge 10001").resolve(SKIP).finish()),
        real("parked-resolved-by-signal", run -> run.parkAt("stage").resolveLater().finish()),
        real("parked-cancelled", run -> run.parkAt("merge 1").cancel().finish()),
        real("paused-resumed", run -> run.pauseDuring("stage").resume().finish()),
        real("paused-cancelled", run -> run.pauseDuring("validate").cancel().finish()),
        real("merging-cancelled", run -> run.workAt("merge 1").cancel().finish()),
        real("held-cancelled", run -> run.hold().cancel().finish()),
        real("cancelled-from-outside", run -> run.workAt("stage").cancelOutside().finish()),
        real("continued", run -> run.rows(900_000).finish()),
        real("continuation", run -> run.rows(900_000).finishLast()),
        real("dry-run", run -> run.plan(Mode.DRY_RUN, ErrorPolicy.SKIP_INVALID, null).finish()),
        real("reviewed-approved", run -> run.review().approve().finish()),
        real("reviewed-cancelled", run -> run.review().cancel().finish()),
        real(
            "previewing-parked-retried",
            run ->
                run.plan(Mode.REVIEW, ErrorPolicy.SKIP_INVALID, null)
                    .parkAt("preview")
                    .resolve(RETRY)
                    .approve()
                    .finish()),
        real("atomic", run -> run.sound().plan(Mode.COMMIT, ErrorPolicy.ATOMIC, null).finish()),
        real("atomic-refused", run -> run.plan(Mode.COMMIT, ErrorPolicy.ATOMIC, null).finish()),
        real("stopped-after", run -> run.plan(Mode.COMMIT, ErrorPolicy.STOP_AFTER, 3L).finish()),
        skipped("review-expired", run -> run.review().finish()),
        real("correction-completed", Run::finish),
        real("correction-parked-retried", run -> run.parkAt("merge 1").resolve(RETRY).finish()),
        real("correction-cancelled", run -> run.workAt("merge 1").cancel().finish()),
        real("correction-paused-resumed", run -> run.pauseDuring("stage").resume().finish()),
        skipped("held-released", run -> run.hold().finish()),
        skipped("staging-parked-expired", run -> run.parkAt("stage").finish()),
        skipped("validating-parked-expired", run -> run.parkAt("validate").finish()),
        skipped("merging-parked-expired", run -> run.parkAt("merge 1").finish()),
        skipped("finishing-parked-expired", run -> run.parkAt("finish").finish()));
  }

  private interface Play {
    WorkflowExecution with(Run run) throws InterruptedException;
  }

  private static Scenario real(String path, Play play) {
    return scenario(path, false, play);
  }

  private static Scenario skipped(String path, Play play) {
    return scenario(path, true, play);
  }

  private static Scenario scenario(String path, boolean skipsTime, Play play) {
    return new Scenario(
        ImportNames.WORKFLOW_TYPE, path, skipsTime, theatre -> play.with(new Run(theatre, path)));
  }

  private static final class Run {

    final FakeImportActivities steps = new FakeImportActivities();
    private final FakeOperationsActivities operations = new FakeOperationsActivities();
    private final ImportRef ref;
    private final WorkflowStub workflow;
    private final ImportWorkflow commands;
    private final WorkflowClient client;
    private boolean started;

    Run(Theatre theatre, String path) {
      int attempt = path.startsWith("correction") ? 1 : 0;
      ref = new ImportRef(new TenantId("synthetic"), new UUID(1, path.hashCode()), attempt);
      String id =
          attempt == 0
              ? ImportNames.workflowId(ref.tenant(), ref.importId())
              : ImportNames.correctionId(ref.tenant(), ref.importId(), attempt);
      workflow =
          theatre.open(ImportWorkflowImpl.class, ImportNames.WORKFLOW_TYPE, id, steps, operations);
      client = theatre.client();
      commands = client.newWorkflowStub(ImportWorkflow.class, id);
      steps.rows(20_000);
    }

    Run rows(long rows) {
      steps.rows(rows);
      return this;
    }

    Run plan(Mode mode, ErrorPolicy policy, @Nullable Long maxRejected) {
      steps.plan = new ImportPlan(mode, policy, maxRejected);
      return this;
    }

    Run sound() {
      steps.rejectsNothing();
      return this;
    }

    Run review() {
      plan(Mode.REVIEW, ErrorPolicy.SKIP_INVALID, null);
      start();
      return awaitApproval();
    }

    private Run awaitApproval() {
      TemporalTesting.eventually(
          () -> commands.progress().status() == ImportStatus.AWAITING_APPROVAL);
      return this;
    }

    Run approve() {
      awaitApproval();
      commands.approve(new ImportCommand(DECISION));
      return this;
    }

    Run parkAt(String step) {
      steps.fails(step, Failures.permanent(FailureClass.PERMANENT, "imports/storage-refused"));
      start();
      operations.nextParked();
      if (!step.equals("finish")) {
        TemporalTesting.eventually(() -> commands.progress().status() == ImportStatus.PARKED);
      }
      return this;
    }

    Run resolve(ParkedAction action) {
      workflow.update(OperationsNames.RESOLVE, Void.class, new ResolveCommand(DECISION, action, 1));
      return this;
    }

    Run resolveLater() {
      workflow.signal(OperationsNames.RESOLVE_LATER, new ResolveCommand(DECISION, ABORT, 9));
      workflow.signal(OperationsNames.RESOLVE_LATER, new ResolveCommand(DECISION, RETRY, 1));
      return this;
    }

    Run pauseDuring(String step) {
      steps.when(step, () -> commands.pause(new ImportCommand(DECISION)));
      start();
      TemporalTesting.eventually(() -> commands.progress().status() == ImportStatus.PAUSED);
      return this;
    }

    Run resume() {
      commands.resume(new ImportCommand(null));
      return this;
    }

    Run workAt(String step) throws InterruptedException {
      CountDownLatch begun = steps.worksUntilCancelled(step);
      start();
      begun.await();
      return this;
    }

    Run hold() {
      operations.holds.add(true);
      start();
      TemporalTesting.eventually(() -> !operations.asked.isEmpty());
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
        workflow.getResult(ImportCounts.class);
      } catch (WorkflowFailedException expected) {
        System.out.println(expected.getCause());
      }
      return workflow.getExecution();
    }

    /** The run that the workflow ended with, which is another one if it continued itself. */
    WorkflowExecution finishLast() {
      String id = finish().getWorkflowId();
      return client.newUntypedWorkflowStub(id).describe().getExecution();
    }

    private void start() {
      if (!started) {
        started = true;
        workflow.start(ref);
      }
    }
  }
}
