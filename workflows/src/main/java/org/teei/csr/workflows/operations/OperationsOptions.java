package org.teei.csr.workflows.operations;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.teei.csr.workflows.shared.StepOptions;

/** How the steps of operations are called, and in which portions. */
final class OperationsOptions {

  /** Parkings that one sweep tries again at most. */
  static final int PARKINGS_PER_SWEEP = 200;

  /** Parkings that are tried again before the sweep waits for a {@link #BREATH}. */
  static final int PARKINGS_PER_BREATH = 20;

  static final Duration BREATH = Duration.ofSeconds(5);

  private OperationsOptions() {}

  static SweepActivities sweep(String summary) {
    return Workflow.newActivityStub(SweepActivities.class, StepOptions.quick(summary));
  }

  static BulkActivities bulk(String summary) {
    return Workflow.newActivityStub(BulkActivities.class, StepOptions.quick(summary));
  }

  static RetentionActivities retention(String summary) {
    return Workflow.newActivityStub(RetentionActivities.class, StepOptions.bulk(summary));
  }
}
