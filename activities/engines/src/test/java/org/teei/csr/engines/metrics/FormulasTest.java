package org.teei.csr.engines.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden vectors: a formula that changes gets another version, and vectors of its own. */
class FormulasTest {

  @ParameterizedTest
  @CsvSource({
    "25, 15000, 1.5, 0.03, 3, 100000, 1591093.9, 1687500.0, 14.91, EXCEPTIONAL",
    "0, 15000, 1.5, 0.03, 3, 100000, 0.0, 0.0, -1.00, BELOW_COST",
    "10, 20000, 1, 0, 1, 100000, 200000.0, 200000.0, 1.00, MODEST",
    "10, 20000, 1, 0, 2, 100000, 400000.0, 400000.0, 3.00, MODEST",
    "10, 20000, 1, 0, 4, 100000, 800000.0, 800000.0, 7.00, STRONG",
    "1, 18000, 1.5, 0.05, 5, 50000, 116895.9, 135000.0, 1.34, MODEST",
  })
  void theSocialReturnOnInvestment(
      long people,
      BigDecimal lift,
      BigDecimal multiplier,
      BigDecimal discount,
      int years,
      BigDecimal cost,
      BigDecimal present,
      BigDecimal total,
      BigDecimal ratio,
      Sroi.Band band) {
    assertThat(Sroi.of(new Sroi.Inputs(people, lift, multiplier, discount, years, cost)))
        .isEqualTo(new Sroi.Result(present, total, ratio, band));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1, 1, 0, 1, 1, people",
    "1, -1, 1, 0, 1, 1, wageLift",
    "1, 1, 0, 0, 1, 1, multiplier",
    "1, 1, 1, 1, 1, 1, discountRate",
    "1, 1, 1, -0.1, 1, 1, discountRate",
    "1, 1, 1, 0, 0, 1, years",
    "1, 1, 1, 0, 1, 0, cost",
  })
  void anInputOutOfItsRangeIsRefusedByName(
      long people,
      BigDecimal lift,
      BigDecimal multiplier,
      BigDecimal discount,
      int years,
      BigDecimal cost,
      String input) {
    assertThatThrownBy(() -> new Sroi.Inputs(people, lift, multiplier, discount, years, cost))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(input + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "150, 0.75, 0.65, 0.40, 49.25, GOOD",
    "0, 0, 0, 0, 0.00, DEVELOPING",
    "1000, 1, 1, 1, 100.00, TRANSFORMATIONAL",
    "5000, 1, 1, 1, 100.00, TRANSFORMATIONAL",
    "1000, 0, 0, 0, 30.00, DEVELOPING",
    "1000, 0.01, 0, 0, 30.30, GOOD",
  })
  void theVolunteerImpactScore(
      BigDecimal hours,
      BigDecimal quality,
      BigDecimal lift,
      BigDecimal placement,
      BigDecimal score,
      Vis.Band band) {
    assertThat(Vis.of(new Vis.Inputs(hours, quality, lift, placement)))
        .isEqualTo(new Vis.Result(score, band));
  }

  @Test
  void sharesAreSharesAndHoursAreNotNegative() {
    BigDecimal half = new BigDecimal("0.5");
    BigDecimal more = new BigDecimal("1.01");
    assertThatThrownBy(() -> new Vis.Inputs(BigDecimal.ONE.negate(), half, half, half))
        .hasMessageStartingWith("hours");
    assertThatThrownBy(() -> new Vis.Inputs(BigDecimal.ONE, more, half, half))
        .hasMessageStartingWith("quality");
    assertThatThrownBy(() -> new Vis.Inputs(BigDecimal.ONE, half, more, half))
        .hasMessageStartingWith("outcomeLift");
    assertThatThrownBy(() -> new Vis.Inputs(BigDecimal.ONE, half, half, more))
        .hasMessageStartingWith("placementRate");
  }

  @Test
  void aPeriodIsAMonthAQuarterOrAnyDays() {
    var oslo = ZoneId.of("Europe/Oslo");
    assertThat(Period.named("2026-02", oslo))
        .isEqualTo(new Period(LocalDate.of(2026, 2, 1), LocalDate.of(2026, 3, 1), oslo));
    assertThat(Period.named("2025-Q4", oslo))
        .isEqualTo(new Period(LocalDate.of(2025, 10, 1), LocalDate.of(2026, 1, 1), oslo));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026", "26-01", "2026-1", "x", "-026-01", "2026-q1"
  })
  void whatIsNeitherMonthNorQuarterIsRefused(String name) {
    assertThatThrownBy(() -> Period.named(name, ZoneOffset.UTC))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
