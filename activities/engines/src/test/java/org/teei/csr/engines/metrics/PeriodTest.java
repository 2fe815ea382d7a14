package org.teei.csr.engines.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {
  private static final YearMonth MARCH = YearMonth.of(2026, 3);

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Z", "Etc/UTC", "GMT", "+00:00"})
  void isTheSameWhateverUtcIsCalled(String name) {
    Period period = Period.of(MARCH, ZoneId.of(name));

    assertThat(period).isEqualTo(Period.of(MARCH, ZoneOffset.UTC));
    assertThat(period.zone().getId()).isEqualTo("UTC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Oslo", "Europe/London", "+01:00"})
  void staysInItsZone(String name) {
    assertThat(Period.of(MARCH, ZoneId.of(name)).zone().getId()).isEqualTo(name);
  }

  @Test
  void isTheOneOfItsName() {
    assertThat(Period.named("2026-03", ZoneOffset.UTC))
        .isEqualTo(Period.of(MARCH, ZoneId.of("UTC")));
  }
}
