package org.teei.csr.workflows.operations;

import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.util.List;

/** See {@link ParkedSweeperWorkflow}. */
public final class ParkedSweeperWorkflowImpl implements ParkedSweeperWorkflow {

  @Override
  public SweepCounts run() {
    Workflow.setCurrentDetails(OperationsSentences.SWEEP_LOOKING);
    List<ParkedRef> waiting =
        OperationsOptions.sweep(OperationsSentences.SWEEP_LIST)
            .transientParked(OperationsOptions.PARKINGS_PER_SWEEP);
    Workflow.setCurrentDetails(OperationsSentences.sweeping(waiting.size()));
    SweepActivities sweep = OperationsOptions.sweep(OperationsSentences.SWEEP_RETRY);
    for (int i = 0; i < waiting.size(); i++) {
      if (i > 0 && i % OperationsOptions.PARKINGS_PER_BREATH == 0) {
        breathe();
      }
      sweep.retry(waiting.get(i));
    }
    Workflow.setCurrentDetails(OperationsSentences.swept(waiting.size()));
    return new SweepCounts(waiting.size());
  }

  /** What failed together should not come back all at once. */
  private static void breathe() {
    Workflow.newTimer(
            OperationsOptions.BREATH,
            TimerOptions.newBuilder().setSummary(OperationsSentences.SWEEP_BREATH).build())
        .get();
  }
}
