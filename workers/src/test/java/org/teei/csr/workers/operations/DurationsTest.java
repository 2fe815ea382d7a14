package org.teei.csr.workers.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0.25S, 250 milliseconds",
    "PT0S, 0 seconds",
    "PT1S, 1 second",
    "PT90S, 90 seconds",
    "PT3M, 3 minutes",
    "PT1H, 1 hour",
    "P7D, 7 days",
    "PT71H59M59.783S, 3 days"
  })
  void saysTheLargestUnitThatLeavesNoRest(Duration duration, String readable) {
    assertThat(Durations.readable(duration)).isEqualTo(readable);
  }
}
