package org.teei.csr.workflows.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.RetryOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryProfileTest {

  @ParameterizedTest
  @CsvSource({
    "EXPONENTIAL,  PT1S,   2,   PT60S,  4",
    "LINEAR,       PT1S,   1,   PT1S,   4",
    "AGGRESSIVE,   PT0.5S, 1.5, PT2.5S, 6",
    "CONSERVATIVE, PT5S,   3,   PT15S,  3",
  })
  void triesAgainAsItsNameSays(
      RetryProfile profile, Duration first, double coefficient, Duration longest, int attempts) {
    RetryOptions options = profile.options();

    assertThat(options.getInitialInterval()).isEqualTo(first);
    assertThat(options.getBackoffCoefficient()).isEqualTo(coefficient);
    assertThat(options.getMaximumInterval()).isEqualTo(longest);
    assertThat(options.getMaximumAttempts()).isEqualTo(attempts);
  }

  @Test
  void aTenantsProfileStillEndsInTime() {
    var options = StepOptions.remote("A call outward", RetryProfile.CONSERVATIVE);

    assertThat(options.getScheduleToCloseTimeout()).isEqualTo(StepOptions.PATIENCE);
    assertThat(options.getRetryOptions()).isEqualTo(RetryProfile.CONSERVATIVE.options());
  }
}
