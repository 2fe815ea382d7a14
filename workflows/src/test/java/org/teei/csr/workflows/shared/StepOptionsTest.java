package org.teei.csr.workflows.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StepOptionsTest {

  static Stream<ActivityOptions> all() {
    return Stream.of(
        StepOptions.quick("a"),
        StepOptions.remote("b"),
        StepOptions.bulk("c"),
        StepOptions.relentless("d"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void isWaitedForWhenCancelled(ActivityOptions options) {
    assertThat(options.getCancellationType())
        .isEqualTo(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED);
  }

  @Test
  void quickAndRemoteStepsAreTriedForAQuarterOfAnHour() {
    assertThat(StepOptions.quick("a").getScheduleToCloseTimeout()).hasMinutes(15);
    assertThat(StepOptions.remote("a").getScheduleToCloseTimeout()).hasMinutes(15);
    assertThat(StepOptions.glance("a").getScheduleToCloseTimeout()).hasMinutes(15);
  }

  @Test
  void remoteStepsLeaveTheOtherSideAloneForLonger() {
    assertThat(StepOptions.remote("a").getRetryOptions().getInitialInterval())
        .isGreaterThan(StepOptions.quick("a").getRetryOptions().getInitialInterval());
  }

  @Test
  void bulkStepsWaitAboutAQuarterOfAnHourBetweenTheirTries() {
    RetryOptions retry = StepOptions.bulk("a").getRetryOptions();

    Duration waited = Duration.ZERO;
    Duration wait = retry.getInitialInterval();
    for (int attempt = 1; attempt < retry.getMaximumAttempts(); attempt++) {
      waited = waited.plus(wait);
      wait = wait.multipliedBy((long) retry.getBackoffCoefficient());
      wait = wait.compareTo(retry.getMaximumInterval()) > 0 ? retry.getMaximumInterval() : wait;
    }

    assertThat(waited).isBetween(Duration.ofMinutes(12), Duration.ofMinutes(18));
  }

  @Test
  void aSilentBulkStepIsNoticedSoon() {
    assertThat(StepOptions.bulk("a").getHeartbeatTimeout()).hasSeconds(15);
  }

  @Test
  void bookkeepingIsNeverGivenUp() {
    assertThat(StepOptions.relentless("a").getScheduleToCloseTimeout()).isNull();
    assertThat(StepOptions.relentless("a").getRetryOptions().getMaximumAttempts()).isZero();
  }
}
