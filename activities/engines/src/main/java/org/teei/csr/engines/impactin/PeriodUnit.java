package org.teei.csr.engines.impactin;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.teei.csr.engines.metrics.Period;

/** What a delivery tells of; the spelling outside is the name in lower case. */
public enum PeriodUnit {
  DAY,
  /** From Monday to Sunday. */
  WEEK,
  MONTH,
  QUARTER;

  /** The last period that had ended when a day began. */
  public Period before(LocalDate day, ZoneId zone) {
    LocalDate until = begin(day);
    return new Period(minus(until), until, zone);
  }

  /** The period that a day is in. */
  public Period of(LocalDate day, ZoneId zone) {
    LocalDate from = begin(day);
    return new Period(from, plus(from), zone);
  }

  private LocalDate begin(LocalDate day) {
    return switch (this) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
      case QUARTER -> day.with(day.getMonth().firstMonthOfQuarter()).withDayOfMonth(1);
    };
  }

  private LocalDate minus(LocalDate until) {
    return switch (this) {
      case DAY -> until.minusDays(1);
      case WEEK -> until.minusWeeks(1);
      case MONTH -> until.minusMonths(1);
      case QUARTER -> until.minusMonths(3);
    };
  }

  private LocalDate plus(LocalDate from) {
    return switch (this) {
      case DAY -> from.plusDays(1);
      case WEEK -> from.plusWeeks(1);
      case MONTH -> from.plusMonths(1);
      case QUARTER -> from.plusMonths(3);
    };
  }

  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
