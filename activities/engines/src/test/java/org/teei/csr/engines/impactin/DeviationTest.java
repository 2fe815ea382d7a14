package org.teei.csr.engines.impactin;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.engines.metrics.Period;

class DeviationTest {

  @ParameterizedTest
  @CsvSource({
    "hours, hours, 201",
    "hours, hours, 49",
    "hours, hours, 0",
    "integration, share, 210",
    "sroi, ratio, -100"
  })
  void moreThanTwiceOrLessThanHalfOfWhatIsUsualIsConspicuous(String name, String unit, String now) {
    assertThat(Deviation.of(figures(name, unit, now), before(name, unit, "90", "100", "5000")))
        .containsExactly(new Deviation(name, new BigDecimal(now), new BigDecimal("100")));
  }

  @ParameterizedTest
  @CsvSource({"200", "50", "100", "137.5"})
  void betweenHalfAndTwiceIsNot(String now) {
    assertThat(
            Deviation.of(
                figures("hours", "hours", now), before("hours", "hours", "90", "100", "5000")))
        .isEmpty();
  }

  @Test
  void twoEarlierPeriodsDoNotSayWhatIsUsual() {
    assertThat(
            Deviation.of(figures("hours", "hours", "9000"), before("hours", "hours", "90", "100")))
        .isEmpty();
  }

  @Test
  void ofAnEvenNumberTheUsualIsBetweenTheMiddleTwo() {
    assertThat(
            Deviation.of(
                figures("hours", "hours", "100"), before("hours", "hours", "1", "10", "20", "30")))
        .containsExactly(
            new Deviation("hours", new BigDecimal("100"), new BigDecimal("15.000000")));
  }

  @Test
  void aSmallCountMayDouble() {
    assertThat(
            Deviation.of(
                figures("sessions", "count", "5"), before("sessions", "count", "1", "1", "1")))
        .isEmpty();
  }

  @Test
  void aCountThatWasAlwaysNoneIsConspicuousWhenItIsNot() {
    assertThat(
            Deviation.of(
                figures("sessions", "count", "5"), before("sessions", "count", "0", "0", "0")))
        .hasSize(1);
  }

  @Test
  void whatHasNoValueIsNotCompared() {
    assertThat(Deviation.of(figures("vis", "score", null), before("vis", "score", "1", "1", "1")))
        .isEmpty();
    assertThat(Deviation.of(figures("vis", "score", "90"), before("vis", "score", null, null, "1")))
        .isEmpty();
  }

  private static List<ReportedFigures> before(
      String name, String unit, @Nullable String... values) {
    return Stream.of(values).map(value -> figures(name, unit, value)).toList();
  }

  private static ReportedFigures figures(String name, String unit, @Nullable String value) {
    return new ReportedFigures(
        "acme",
        Period.of(YearMonth.of(2026, 3), ZoneOffset.UTC),
        Instant.EPOCH,
        List.of(
            new ReportedFigure(
                name, value == null ? null : new BigDecimal(value), unit, null, "f/1", null)));
  }
}
