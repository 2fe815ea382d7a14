package org.teei.csr.engines.metrics;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The days that a figure is about, as the calendar of a zone has them.
 *
 * @param until the day behind the last one
 */
public record Period(LocalDate from, LocalDate until, ZoneId zone) {
  private static final Pattern MONTH = Pattern.compile("(\\d{4})-(\\d{2})");
  private static final Pattern QUARTER = Pattern.compile("(\\d{4})-Q([1-4])");

  /** The most days that one period may have: ten years. */
  public static final int MOST_DAYS = 3_653;

  public Period {
    if (!from.isBefore(until) || from.plusDays(MOST_DAYS).isBefore(until)) {
      throw new IllegalArgumentException("a period has from 1 day to ten years");
    }
  }

  /**
   * @param name {@code 2026-03} or {@code 2026-Q1}
   * @throws IllegalArgumentException if it is neither
   */
  public static Period named(String name, ZoneId zone) {
    Matcher quarter = QUARTER.matcher(name);
    if (quarter.matches()) {
      int first = Integer.parseInt(quarter.group(2)) * 3 - 2;
      return months(YearMonth.of(Integer.parseInt(quarter.group(1)), first), 3, zone);
    }
    Matcher month = MONTH.matcher(name);
    if (!month.matches()) {
      throw new IllegalArgumentException("is a month, 2026-03, or a quarter, 2026-Q1");
    }
    try {
      return months(
          YearMonth.of(Integer.parseInt(month.group(1)), Integer.parseInt(month.group(2))),
          1,
          zone);
    } catch (DateTimeException noMonth) {
      throw new IllegalArgumentException("is a month, 2026-03, or a quarter, 2026-Q1", noMonth);
    }
  }

  public static Period of(YearMonth month, ZoneId zone) {
    return months(month, 1, zone);
  }

  private static Period months(YearMonth first, int count, ZoneId zone) {
    return new Period(first.atDay(1), first.plusMonths(count).atDay(1), zone);
  }
}
