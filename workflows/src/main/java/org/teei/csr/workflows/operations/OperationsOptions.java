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

  /** Several times what a process takes to learn of a new or newly active key. */
  static final Duration SPREAD_OF_KEYS = Duration.ofSeconds(10);

  /** How often person keys that were written late are looked for. */
  static final int REWRAPPING_PASSES = 5;

  private OperationsOptions() {}

  static SweepActivities sweep(String summary) {
    return Workflow.newActivityStub(SweepActivities.class, StepOptions.quick(summary));
  }

  static BulkActivities bulk(String summary) {
    return Workflow.newActivityStub(BulkActivities.class, StepOptions.quick(summary));
  }

  static KeyActivities keys(String summary) {
    return Workflow.newActivityStub(KeyActivities.class, StepOptions.quick(summary));
  }

  /** Work on all persons or tenants. */
  static KeyActivities bulkKeys(String summary) {
    return Workflow.newActivityStub(KeyActivities.class, StepOptions.bulk(summary));
  }

  static RetentionActivities retention(String summary) {
    return Workflow.newActivityStub(RetentionActivities.class, StepOptions.bulk(summary));
  }
}
