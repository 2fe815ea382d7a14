package org.teei.csr.workflows.impactin.deliveries;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.teei.csr.workflows.operations.Approval;
import org.teei.csr.workflows.operations.Brief;
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

  /**
   * What the histories of deliveries that begin from now on are spared: few steps of our own
   * database are activities, the drain switch is asked before each call to the platform, and an
   * attribute that has its value is not set. Runs that began before 30 November 2026 do without;
   * the old branch may go eight days after the last worker of an older build stopped.
   */
  static final String BRIEF = "brief-histories";

  /** How the books of a delivery are kept. */
  interface Books {
    /**
     * @param patient how it is tried where it does not succeed at once
     */
    void keep(
        String summary,
        Function<String, ActivityOptions> patient,
        Consumer<DeliveryActivities> step);

    default void quickly(String summary, Consumer<DeliveryActivities> step) {
      keep(summary, StepOptions::quick, step);
    }

    default void relentlessly(String summary, Consumer<DeliveryActivities> step) {
      keep(summary, StepOptions::relentless, step);
    }
  }

  static Books books(boolean brief) {
    return brief
        ? (summary, patient, step) ->
            Brief.step(DeliveryActivities.class, summary, patient.apply(summary), step)
        : (summary, patient, step) ->
            step.accept(Workflow.newActivityStub(DeliveryActivities.class, patient.apply(summary)));
  }

  /** Work on many rows. */
  static DeliveryActivities bulk(String summary) {
    return Workflow.newActivityStub(DeliveryActivities.class, StepOptions.bulk(summary));
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
