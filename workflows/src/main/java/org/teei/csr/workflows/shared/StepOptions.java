package org.teei.csr.workflows.shared;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/**
 * The platform's kinds of steps. A step that fails transiently is tried again for about a quarter
 * of an hour, so that a restart of a database or the death of a worker goes unnoticed; only then
 * its failure reaches the workflow, which parks. A failure marked as not retryable reaches it at
 * once. A cancelled step is waited for, so that nothing is still at work when a workflow ends.
 */
public final class StepOptions {

  /** How long a step that fails transiently is tried before it parks. */
  public static final Duration PATIENCE = Duration.ofMinutes(15);

  /** A bulk step that is silent for longer is taken for dead and given to another worker. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private StepOptions() {}

  /** A few statements in our own database. */
  public static ActivityOptions quick(String summary) {
    return of(summary, Duration.ofSeconds(30), backoff(1).build())
        .setScheduleToCloseTimeout(PATIENCE)
        .build();
  }

  /** A question to our own database that is asked often and changes nothing. */
  public static LocalActivityOptions glance(String summary) {
    return LocalActivityOptions.newBuilder()
        .setSummary(summary)
        .setStartToCloseTimeout(Duration.ofSeconds(10))
        .setScheduleToCloseTimeout(PATIENCE)
        .setRetryOptions(backoff(1).build())
        .build();
  }

  /** A few statements in our own database in passing, which another way is there for. */
  public static LocalActivityOptions once(String summary) {
    return LocalActivityOptions.newBuilder()
        .setSummary(summary)
        .setStartToCloseTimeout(Duration.ofSeconds(5))
        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
        .build();
  }

  /** A call to another system, which is left alone for longer between tries. */
  public static ActivityOptions remote(String summary) {
    return of(summary, Duration.ofMinutes(1), backoff(5).build())
        .setScheduleToCloseTimeout(PATIENCE)
        .build();
  }

  /** A call to another system by a profile that a tenant chose. */
  public static ActivityOptions remote(String summary, RetryProfile profile) {
    return of(summary, Duration.ofMinutes(1), profile.options())
        .setScheduleToCloseTimeout(PATIENCE)
        .build();
  }

  /**
   * Work on many rows that says every few seconds that it lives. A single try may last an hour, so
   * patience is counted in tries: 20 of them, which wait for a quarter of an hour in all.
   */
  public static ActivityOptions bulk(String summary) {
    return of(summary, Duration.ofHours(1), backoff(1).setMaximumAttempts(20).build())
        .setHeartbeatTimeout(HEARTBEAT)
        .setScheduleToCloseTimeout(Duration.ofHours(4))
        .build();
  }

  /** Keeping the books about a step that failed: tried until it succeeds. */
  public static ActivityOptions relentless(String summary) {
    return of(summary, Duration.ofSeconds(30), backoff(1).build()).build();
  }

  private static ActivityOptions.Builder of(
      String summary, Duration startToClose, RetryOptions retry) {
    return ActivityOptions.newBuilder()
        .setSummary(summary)
        .setStartToCloseTimeout(startToClose)
        .setRetryOptions(retry)
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED);
  }

  private static RetryOptions.Builder backoff(int seconds) {
    return RetryOptions.newBuilder()
        .setInitialInterval(Duration.ofSeconds(seconds))
        .setBackoffCoefficient(2)
        .setMaximumInterval(Duration.ofMinutes(1));
  }
}
