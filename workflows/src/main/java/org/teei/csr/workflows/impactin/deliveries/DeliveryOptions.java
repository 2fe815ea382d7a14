package org.teei.csr.workflows.impactin.deliveries;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import org.teei.csr.workflows.operations.Approval;
import org.teei.csr.workflows.operations.OperationsActivities;
import org.teei.csr.workflows.shared.RetryProfile;
import org.teei.csr.workflows.shared.StepOptions;

/** How the steps of a delivery are called. */
final class DeliveryOptions {

  /** How long a delivery waits for approval. */
  static final Approval.Terms APPROVAL =
      new Approval.Terms(
          Duration.ofDays(7),
          List.of(Duration.ofDays(1), Duration.ofDays(3), Duration.ofDays(6)),
          DeliverySentences.APPROVAL_TIMER,
          "impactin/not-waiting");

  /** The number of seed 003, F: the first call and two more, before a person is asked. */
  private static final int ATTEMPTS = 3;

  private DeliveryOptions() {}

  static DeliveryActivities quick(String summary) {
    return Workflow.newActivityStub(DeliveryActivities.class, StepOptions.quick(summary));
  }

  /** Work on many rows. */
  static DeliveryActivities bulk(String summary) {
    return Workflow.newActivityStub(DeliveryActivities.class, StepOptions.bulk(summary));
  }

  static DeliveryActivities relentless(String summary) {
    return Workflow.newActivityStub(DeliveryActivities.class, StepOptions.relentless(summary));
  }

  /**
   * A call that was delayed by its queue's rate is no failure: only the call itself has a limit.
   */
  static PlatformActivities platform(String platform, String summary) {
    RetryOptions retry =
        RetryOptions.newBuilder(RetryProfile.EXPONENTIAL.options())
            .setMaximumAttempts(ATTEMPTS)
            .build();
    return Workflow.newActivityStub(
        PlatformActivities.class,
        ActivityOptions.newBuilder(StepOptions.remote(summary))
            .setTaskQueue(DeliveryNames.taskQueue(platform))
            .setScheduleToCloseTimeout(null)
            .setRetryOptions(retry)
            .build());
  }

  static OperationsActivities operations(String summary) {
    return Workflow.newActivityStub(OperationsActivities.class, StepOptions.quick(summary));
  }
}
