package org.teei.csr.workflows.metrics;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import org.teei.csr.workflows.operations.Border;
import org.teei.csr.workflows.operations.Gate;
import org.teei.csr.workflows.operations.Parking;
import org.teei.csr.workflows.operations.ParkingEndedException;
import org.teei.csr.workflows.shared.Attributes;

/** See {@link MetricSnapshotWorkflow}. */
public final class MetricSnapshotWorkflowImpl implements MetricSnapshotWorkflow {

  private static final String COMPUTING = "computing";

  private final SnapshotRef ref;
  private final Parking parking;
  private final Border border;

  @WorkflowInit
  public MetricSnapshotWorkflowImpl(SnapshotRef ref) {
    this.ref = ref;
    parking =
        new Parking(
            new Parking.Subject(ref.tenant(), MetricNames.FEATURE, ref.snapshotId().toString()),
            0,
            () -> {});
    border = new Border(new Gate(ref.tenant(), MetricNames.FEATURE, null), parking, false);
  }

  @Override
  public SnapshotResult run(SnapshotRef ref) {
    try {
      return ended(compute());
    } catch (ParkingEndedException given) {
      return ended(giveUp());
    } catch (CanceledFailure outside) {
      CompletablePromise<SnapshotResult> given = Workflow.newPromise();
      Workflow.newDetachedCancellationScope(() -> given.complete(ended(giveUp()))).run();
      given.get();
      throw outside;
    }
  }

  private SnapshotResult compute() {
    border.pass(COMPUTING, () -> {});
    return parking.step(
        COMPUTING,
        () -> {
          Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(COMPUTING));
          Workflow.setCurrentDetails(MetricSentences.COMPUTING);
          return MetricOptions.bulk(MetricSentences.COMPUTE).compute(ref);
        });
  }

  private SnapshotResult giveUp() {
    return MetricOptions.relentless(MetricSentences.GIVE_UP).giveUp(ref);
  }

  private static SnapshotResult ended(SnapshotResult result) {
    Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(result.state().spelling()));
    Workflow.setCurrentDetails(MetricSentences.ended(result));
    Workflow.await(Workflow::isEveryHandlerFinished);
    return result;
  }
}
