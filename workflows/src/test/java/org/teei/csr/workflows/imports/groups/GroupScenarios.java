package org.teei.csr.workflows.imports.groups;

import static org.teei.csr.workflows.shared.ParkedAction.ABORT;
import static org.teei.csr.workflows.shared.ParkedAction.RETRY;
import static org.teei.csr.workflows.shared.ParkedAction.SKIP;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.teei.csr.workflows.imports.ImportCommand;
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

/** The paths through a group of imports of which a history is kept. */
public final class GroupScenarios {

  private static final UUID DECISION = new UUID(0, 7);

  private GroupScenarios() {}

  public static List<Scenario> all() {
    return List.of(
        scenario("completed", false, Run::finish),
        scenario("some-at-once", false, run -> run.plan(new GroupPlan(5, false, false)).finish()),
        scenario("stopped-after-a-failure", false, run -> run.failing(2).finish()),
        scenario(
            "refused-continued",
            false,
            run -> run.plan(new GroupPlan(3, true, false)).refused(2).finish()),
        scenario("waited-for-room", false, run -> run.full(2, 2).finish()),
        scenario("parked-retried", false, run -> run.parkAt("begin 2").resolve(RETRY).finish()),
        scenario("parked-skipped", false, run -> run.parkAt("begin 2").resolve(SKIP).finish()),
        scenario("parked-aborted", false, run -> run.parkAt("begin 2").resolve(ABORT).finish()),
        scenario("parked-cancelled", false, run -> run.parkAt("plan").cancel().finish()),
        scenario("parked-expired", true, run -> run.parkAt("begin 1").finish()),
        scenario(
            "finishing-parked-retried", false, run -> run.parkAt("finish").resolve(RETRY).finish()),
        scenario("finishing-parked-expired", true, run -> run.parkAt("finish").finish()),
        scenario("paused-resumed", false, run -> run.pauseDuring("begin 1").resume().finish()),
        scenario("paused-cancelled", false, run -> run.pauseDuring("begin 1").cancel().finish()),
        scenario("waiting-cancelled", false, run -> run.endless(1).cancel().finish()),
        scenario("held-released", true, run -> run.hold().finish()),
        scenario("cancelled-from-outside", false, run -> run.endless(1).cancelOutside().finish()),
        scenario("continued", false, run -> run.many().finish()),
        scenario("continuation", false, run -> run.many().last()));
  }

  private interface Play {
    WorkflowExecution with(Run run) throws InterruptedException;
  }

  private static Scenario scenario(String path, boolean skipsTime, Play play) {
    return new Scenario(
        GroupNames.WORKFLOW_TYPE, path, skipsTime, theatre -> play.with(new Run(theatre, path)));
  }

  private static final class Run {
    private final FakeGroupActivities steps = new FakeGroupActivities();
    private final FakeOperationsActivities operations = new FakeOperationsActivities();
    private final GroupRef ref;
    private final WorkflowStub workflow;
    private final ImportGroupWorkflow commands;
    private final WorkflowClient client;
    private boolean started;

    Run(Theatre theatre, String path) {
      ref = new GroupRef(new TenantId("synthetic"), new UUID(2, path.hashCode()));
      String id = GroupNames.workflowId(ref.tenant(), ref.groupId());
      workflow =
          theatre.open(
              ImportGroupWorkflowImpl.class, GroupNames.WORKFLOW_TYPE, id, steps, operations);
      client = theatre.client();
      commands = client.newWorkflowStub(ImportGroupWorkflow.class, id);
    }

    Run plan(GroupPlan plan) {
      steps.plan = plan;
      return this;
    }

    /** So many files that the run continues itself; all are refused, which saves the waits. */
    Run many() {
      steps.plan = new GroupPlan(80, true, false);
      IntStream.rangeClosed(1, 80).forEach(steps.refused::add);
      return this;
    }

    Run failing(int position) {
      steps.failing.add(position);
      return this;
    }

    Run refused(int position) {
      steps.refused.add(position);
      return this;
    }

    Run full(int position, int times) {
      steps.full.put(position, times);
      return this;
    }

    Run endless(int position) {
      steps.endless.add(position);
      start();
      TemporalTesting.eventually(() -> steps.calls.contains("look"));
      return this;
    }

    Run parkAt(String step) {
      steps.fails(step, Failures.permanent(FailureClass.PERMANENT, "imports/storage-refused"));
      start();
      operations.nextParked();
      if (!step.equals("finish")) {
        TemporalTesting.eventually(() -> commands.progress().status() == GroupStatus.PARKED);
      }
      return this;
    }

    Run resolve(ParkedAction action) {
      workflow.update(OperationsNames.RESOLVE, Void.class, new ResolveCommand(DECISION, action, 1));
      return this;
    }

    Run pauseDuring(String step) {
      steps.when(step, () -> commands.pause(new ImportCommand(DECISION)));
      start();
      TemporalTesting.eventually(() -> commands.progress().status() == GroupStatus.PAUSED);
      return this;
    }

    Run resume() {
      commands.resume(new ImportCommand(null));
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
        workflow.getResult(GroupCounts.class);
      } catch (WorkflowFailedException expected) {
        System.out.println(expected.getCause());
      }
      return workflow.getExecution();
    }

    /** The run that the workflow ended with, which is another one as it continued itself. */
    WorkflowExecution last() {
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
