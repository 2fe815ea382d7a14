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
import org.teei.csr.workflows.shared.TemporalTesting;
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
        bulk("parked-expired", true, ParkedAction.SKIP),
        rotation("completed", Rotation::finish),
        rotation(
            "written-late",
            rotation -> {
              rotation.keys.passes.add(5L);
              rotation.keys.left.add(5L);
              return rotation.finish();
            }),
        rotation("preparing-parked-retried", run -> run.parkAt("prepare").retry().finish()),
        rotation("activating-parked-retried", run -> run.parkAt("activate").retry().finish()),
        rotation("rewrapping-parked-retried", run -> run.parkAt("rewrap").retry().finish()),
        rotation("retiring-parked-retried", run -> run.parkAt("retire").retry().finish()),
        rotation("finishing-parked-retried", run -> run.parkAt("end").retry().finish()),
        rotation(
            "parked-aborted", run -> run.parkAt("rewrap").resolve(ParkedAction.ABORT).finish()),
        rotation("parked-cancelled", run -> run.parkAt("activate").cancel().finish()),
        rotation("spreading-cancelled", run -> run.pastStep("prepare").cancel().finish()),
        rotationSkipping("parked-expired", run -> run.parkAt("rewrap").finish()),
        rotationSkipping("finishing-parked-expired", run -> run.parkAt("end").finish()),
        rotationSkipping(
            "held-released",
            run -> {
              run.operations.holds.addAll(List.of(false, true));
              return run.finish();
            }),
        masterKey("completed", null),
        masterKey(
            "failed",
            Failures.permanent(FailureClass.DATA, "operations/personal-data-unreadable")));
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

  private interface Play {
    WorkflowExecution with(Rotation rotation);
  }

  private static Scenario rotation(String path, Play play) {
    return rotation(path, false, play);
  }

  private static Scenario rotationSkipping(String path, Play play) {
    return rotation(path, true, play);
  }

  private static Scenario rotation(String path, boolean skipsTime, Play play) {
    return new Scenario(
        OperationsNames.KEY_ROTATION_TYPE,
        path,
        skipsTime,
        theatre -> play.with(new Rotation(theatre, path)));
  }

  /** One rotation of keys and what happens to it. */
  private static final class Rotation {

    final FakeKeyActivities keys = new FakeKeyActivities();
    final FakeOperationsActivities operations = new FakeOperationsActivities();
    private final KeyRotationRef ref;
    private final WorkflowStub workflow;
    private Parked parked;
    private boolean started;

    Rotation(Theatre theatre, String path) {
      ref = new KeyRotationRef(TENANT, new UUID(4, path.hashCode()));
      workflow =
          theatre.open(
              KeyRotationWorkflowImpl.class,
              OperationsNames.KEY_ROTATION_TYPE,
              OperationsNames.keyRotationId(TENANT, ref.rotationId()),
              keys,
              operations);
    }

    Rotation parkAt(String step) {
      keys.fails(step, Failures.permanent(FailureClass.BUG, "operations/broken"));
      start();
      parked = operations.nextParked();
      return this;
    }

    Rotation pastStep(String step) {
      start();
      TemporalTesting.eventually(() -> keys.done.contains(step));
      return this;
    }

    Rotation retry() {
      return resolve(ParkedAction.RETRY);
    }

    Rotation resolve(ParkedAction action) {
      workflow.update(
          OperationsNames.RESOLVE,
          Void.class,
          new ResolveCommand(new UUID(0, 7), action, parked.sequence()));
      return this;
    }

    Rotation cancel() {
      workflow.cancel("from outside");
      return this;
    }

    WorkflowExecution finish() {
      start();
      return result(workflow);
    }

    private void start() {
      if (!started) {
        started = true;
        workflow.start(ref);
      }
    }
  }

  private static Scenario masterKey(String path, RuntimeException failure) {
    return new Scenario(
        OperationsNames.MASTER_KEY_TYPE,
        path,
        false,
        theatre -> {
          FakeKeyActivities keys = new FakeKeyActivities();
          if (failure != null) {
            keys.fails("master", failure);
          }
          return finish(
              theatre.open(
                  MasterKeyWorkflowImpl.class,
                  OperationsNames.MASTER_KEY_TYPE,
                  OperationsNames.MASTER_KEY_ID + "-" + path,
                  keys));
        });
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
