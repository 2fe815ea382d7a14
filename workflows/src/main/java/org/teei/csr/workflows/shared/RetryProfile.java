package org.teei.csr.workflows.shared;

import io.temporal.common.RetryOptions;
import java.time.Duration;

/**
 * How often and how fast a failed call is tried again, as a tenant chooses it by name. A call is
 * tried once and then again up to {@code attempts - 1} times; an answer that names its own delay
 * (Retry-After) wins over the profile.
 */
public enum RetryProfile {
  /** After 1, 2 and 4 seconds, never waiting more than a minute: the default. */
  EXPONENTIAL(Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 4),
  /** Always after the same second. */
  LINEAR(Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 4),
  /** Soon and often, for calls that somebody waits for. */
  AGGRESSIVE(Duration.ofMillis(500), 1.5, Duration.ofMillis(2_500), 6),
  /** Seldom and late, for the other side's sake. */
  CONSERVATIVE(Duration.ofSeconds(5), 3, Duration.ofSeconds(15), 3);

  private final Duration initialInterval;
  private final double backoffCoefficient;
  private final Duration maximumInterval;
  private final int attempts;

  RetryProfile(
      Duration initialInterval, double backoffCoefficient, Duration maximumInterval, int attempts) {
    this.initialInterval = initialInterval;
    this.backoffCoefficient = backoffCoefficient;
    this.maximumInterval = maximumInterval;
    this.attempts = attempts;
  }

  /** The profile as Temporal takes it. */
  public RetryOptions options() {
    return RetryOptions.newBuilder()
        .setInitialInterval(initialInterval)
        .setBackoffCoefficient(backoffCoefficient)
        .setMaximumInterval(maximumInterval)
        .setMaximumAttempts(attempts)
        .build();
  }
}
