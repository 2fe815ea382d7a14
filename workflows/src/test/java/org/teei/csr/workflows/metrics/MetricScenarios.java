package org.teei.csr.workflows.metrics;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.UUID;
import org.teei.csr.workflows.operations.Failures;
import org.teei.csr.workflows.operations.FakeOperationsActivities;
import org.teei.csr.workflows.operations.OperationsNames;
import org.teei.csr.workflows.operations.Parked;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.Scenario;
import org.teei.csr.workflows.shared.TenantId;
import org.teei.csr.workflows.shared.Theatre;

/** The paths through the work of metrics of which a history is kept. */
public final class MetricScenarios {

  private static final TenantId TENANT = new TenantId("synthetic");

  private MetricScenarios() {}

  public static List<Scenario> all() {
    return List.of(
        snapshot("computed", false, Snapshot::finish),
        snapshot(
            "unchanged",
            false,
            snapshot -> {
              snapshot.metrics.result = new SnapshotResult(SnapshotState.UNCHANGED, 2, 0);
              return snapshot.finish();
            }),
        snapshot("parked-retried", false, snapshot -> snapshot.park(ParkedAction.RETRY).finish()),
        snapshot("parked-aborted", false, snapshot -> snapshot.park(ParkedAction.ABORT).finish()),
        snapshot("parked-cancelled", false, snapshot -> snapshot.park(null).finish()),
        snapshot(
            "held-released",
            true,
            snapshot -> {
              snapshot.operations.holds.add(true);
              return snapshot.finish();
            }),
        rollUp("done", new RollUpCounts(3, 2, 0)),
        rollUp("incomplete", new RollUpCounts(3, 2, 1)));
  }

  private interface Play {
    WorkflowExecution with(Snapshot snapshot);
  }

  private static Scenario snapshot(String path, boolean skipsTime, Play play) {
    return new Scenario(
        MetricNames.SNAPSHOT_TYPE,
        path,
        skipsTime,
        theatre -> play.with(new Snapshot(theatre, path)));
  }

  private static Scenario rollUp(String path, RollUpCounts counts) {
    return new Scenario(
        MetricNames.ROLL_UP_TYPE,
        path,
        false,
        theatre -> {
          FakeMetricActivities metrics = new FakeMetricActivities();
          metrics.counts = counts;
          WorkflowStub workflow =
              theatre.open(
                  MetricRollUpWorkflowImpl.class,
                  MetricNames.ROLL_UP_TYPE,
                  "metrics/platform/roll-up-" + path,
                  metrics);
          workflow.start();
          return finished(workflow, RollUpCounts.class);
        });
  }

  private static WorkflowExecution finished(WorkflowStub workflow, Class<?> result) {
    try {
      workflow.getResult(result);
    } catch (WorkflowFailedException expected) {
      System.out.println(expected.getCause());
    }
    return workflow.getExecution();
  }

  /** One snapshot and what happens to it. */
  private static final class Snapshot {

    final FakeMetricActivities metrics = new FakeMetricActivities();
    final FakeOperationsActivities operations = new FakeOperationsActivities();
    private final SnapshotRef ref;
    private final WorkflowStub workflow;
    private boolean started;

    Snapshot(Theatre theatre, String path) {
      ref = new SnapshotRef(TENANT, new UUID(6, path.hashCode()));
      workflow =
          theatre.open(
              MetricSnapshotWorkflowImpl.class,
              MetricNames.SNAPSHOT_TYPE,
              MetricNames.snapshotId(TENANT, ref.snapshotId()),
              metrics,
              operations);
    }

    /**
     * @param action what somebody decides; null where it is cancelled instead
     */
    Snapshot park(ParkedAction action) {
      metrics.failures.add(Failures.permanent(FailureClass.BUG, "metrics/broken"));
      start();
      Parked parked = operations.nextParked();
      if (action == null) {
        workflow.cancel("from outside");
      } else {
        workflow.update(
            OperationsNames.RESOLVE,
            Void.class,
            new ResolveCommand(new UUID(0, 7), action, parked.sequence()));
      }
      return this;
    }

    WorkflowExecution finish() {
      start();
      return finished(workflow, SnapshotResult.class);
    }

    private void start() {
      if (!started) {
        started = true;
        workflow.start(ref);
      }
    }
  }
}
