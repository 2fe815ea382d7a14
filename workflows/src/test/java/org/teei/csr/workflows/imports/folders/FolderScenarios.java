package org.teei.csr.workflows.imports.folders;

import static org.teei.csr.workflows.shared.ParkedAction.ABORT;
import static org.teei.csr.workflows.shared.ParkedAction.RETRY;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
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

/** The paths through a run of a drop folder of which a history is kept. */
public final class FolderScenarios {

  private FolderScenarios() {}

  public static List<Scenario> all() {
    return List.of(
        scenario("taken", true, Run::finish),
        scenario("empty", false, Run::empty),
        scenario("parked-retried", true, run -> run.park().resolve(RETRY).finish()),
        scenario("parked-aborted", true, run -> run.park().resolve(ABORT).finish()),
        scenario("parked-expired", true, run -> run.park().finish()),
        scenario("held-released", true, Run::held),
        scenario("cancelled", false, Run::cancelled));
  }

  private static Scenario scenario(
      String path, boolean skipsTime, Function<Run, WorkflowExecution> play) {
    return new Scenario(
        FolderNames.WORKFLOW_TYPE, path, skipsTime, theatre -> play.apply(new Run(theatre, path)));
  }

  private static final class Run {
    private final FakeFolderActivities steps = new FakeFolderActivities();
    private final FakeOperationsActivities operations = new FakeOperationsActivities();
    private final FolderRef ref;
    private final WorkflowStub workflow;
    private boolean started;

    Run(Theatre theatre, String path) {
      ref = new FolderRef(new TenantId("synthetic"), new UUID(3, path.hashCode()));
      workflow =
          theatre.open(
              DropFolderWorkflowImpl.class,
              FolderNames.WORKFLOW_TYPE,
              FolderNames.scheduleId(ref.tenant(), ref.folderId()),
              steps,
              operations);
    }

    WorkflowExecution empty() {
      steps.look = new FolderLook(List.of());
      return finish();
    }

    Run park() {
      steps.failures.add(Failures.permanent(FailureClass.PERMANENT, "imports/storage-refused"));
      start();
      operations.nextParked();
      return this;
    }

    Run resolve(ParkedAction action) {
      workflow.update(
          OperationsNames.RESOLVE, Void.class, new ResolveCommand(new UUID(0, 7), action, 1));
      return this;
    }

    WorkflowExecution held() {
      operations.holds.add(true);
      return finish();
    }

    WorkflowExecution cancelled() {
      start();
      TemporalTesting.eventually(() -> !operations.asked.isEmpty());
      workflow.cancel("from outside");
      return finish();
    }

    WorkflowExecution finish() {
      start();
      try {
        workflow.getResult(FolderCounts.class);
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
