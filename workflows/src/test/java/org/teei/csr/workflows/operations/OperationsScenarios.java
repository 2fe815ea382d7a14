package org.teei.csr.workflows.operations;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.UUID;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.ParkedAction;
import org.teei.csr.workflows.shared.ResolveCommand;
import org.teei.csr.workflows.shared.Scenario;
import org.teei.csr.workflows.shared.TenantId;
import org.teei.csr.workflows.shared.Theatre;

/** The paths through the work of operations of which a history is kept. */
public final class OperationsScenarios {

  private static final TenantId TENANT = new TenantId("synthetic");

  private OperationsScenarios() {}

  public static List<Scenario> all() {
    return List.of(
        sweep("nothing-parked", 0),
        sweep("a-few-at-a-time", OperationsOptions.PARKINGS_PER_BREATH + 1),
        retention("completed", () -> {}),
        retention(
            "incomplete",
            () -> {
              throw Failures.permanent(FailureClass.BUG, "imports/storage-broken");
            }),
        bulk("completed", false, null),
        bulk("parked-retried", false, ParkedAction.RETRY),
        bulk("parked-aborted", false, ParkedAction.ABORT),
        bulk("parked-cancelled", false, ParkedAction.SKIP),
        bulk("parked-expired", true, ParkedAction.SKIP));
  }

  private static Scenario sweep(String path, int count) {
    return new Scenario(
        OperationsNames.PARKED_SWEEPER_TYPE,
        path,
        false,
        theatre -> {
          FakeSweepActivities parked = new FakeSweepActivities();
          for (int i = 0; i < count; i++) {
            parked.waiting.add(new ParkedRef(TENANT, new UUID(2, i), "imports/synthetic/" + i, 1));
          }
          return finish(
              theatre.open(
                  ParkedSweeperWorkflowImpl.class,
                  OperationsNames.PARKED_SWEEPER_TYPE,
                  OperationsNames.PARKED_SWEEPER_SCHEDULE + "-" + path,
                  parked));
        });
  }

  private static Scenario retention(String path, Runnable uploads) {
    return new Scenario(
        OperationsNames.RETENTION_TYPE,
        path,
        false,
        theatre -> {
          FakeRetentionActivities expired = new FakeRetentionActivities();
          expired.uploads = uploads;
          return finish(
              theatre.open(
                  RetentionWorkflowImpl.class,
                  OperationsNames.RETENTION_TYPE,
                  OperationsNames.RETENTION_SCHEDULE + "-" + path,
                  expired));
        });
  }

  private static Scenario bulk(String path, boolean expires, ParkedAction action) {
    return new Scenario(
        OperationsNames.BULK_RESOLVE_TYPE,
        path,
        expires,
        theatre -> bulk(theatre, path, expires, action));
  }

  private static WorkflowExecution bulk(
      Theatre theatre, String path, boolean expires, ParkedAction action) {
    FakeBulkActivities bulk = new FakeBulkActivities();
    FakeOperationsActivities operations = new FakeOperationsActivities();
    bulk.pages = 2;
    BulkRef ref = new BulkRef(TENANT, new UUID(3, path.hashCode()));
    WorkflowStub workflow =
        theatre.open(
            BulkResolveWorkflowImpl.class,
            OperationsNames.BULK_RESOLVE_TYPE,
            OperationsNames.bulkResolveId(TENANT, ref.bulkId()),
            bulk,
            operations);
    if (action != null) {
      bulk.failures.add(Failures.permanent(FailureClass.BUG, "operations/broken"));
    }
    workflow.start(ref);
    if (action != null) {
      Parked parked = operations.nextParked();
      if (action == ParkedAction.SKIP && !expires) {
        workflow.cancel("from outside");
      } else if (!expires) {
        workflow.update(
            OperationsNames.RESOLVE,
            Void.class,
            new ResolveCommand(new UUID(0, 7), action, parked.sequence()));
      }
    }
    return result(workflow);
  }

  private static WorkflowExecution finish(WorkflowStub workflow) {
    workflow.start();
    return result(workflow);
  }

  private static WorkflowExecution result(WorkflowStub workflow) {
    try {
      workflow.getResult(Object.class);
    } catch (WorkflowFailedException expected) {
      System.out.println(expected.getCause());
    }
    return workflow.getExecution();
  }
}
