package org.teei.csr.engines.metrics;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.IsoFields;
import java.util.Locale;

/**
 * The days that a figure is about, as the calendar of a zone has them.
 *
 * @param until the day behind the last one
 * @param zone one that never differs from UTC is {@code UTC}, however it was named: figures are
 *     kept under the name
 */
public record Period(LocalDate from, LocalDate until, ZoneId zone) {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final int LENGTH_OF_NAME = "2026-03".length();
  private static final DateTimeFormatter QUARTER =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-'Q'q")
          .parseDefaulting(IsoFields.DAY_OF_QUARTER, 1)
          .toFormatter(Locale.ROOT);

  /** The most days that one period may have: ten years. */
  public static final int MOST_DAYS = 3_653;

  public Period {
    if (zone.normalized().equals(ZoneOffset.UTC)) {
      zone = UTC;
    }
    if (!from.isBefore(until) || from.plusDays(MOST_DAYS).isBefore(until)) {
      throw new IllegalArgumentException("a period has from 1 day to ten years");
    }
  }

  /**
   * @param name {@code 2026-03} or {@code 2026-Q1}
   * @throws IllegalArgumentException if it is neither
   */
  public static Period named(String name, ZoneId zone) {
    try {
      if (name.length() == LENGTH_OF_NAME && name.indexOf('Q') >= 0) {
        return months(YearMonth.from(LocalDate.parse(name, QUARTER)), 3, zone);
      }
      if (name.length() == LENGTH_OF_NAME) {
        return months(YearMonth.parse(name), 1, zone);
      }
    } catch (DateTimeException neither) {
      throw new IllegalArgumentException("is a month, 2026-03, or a quarter, 2026-Q1", neither);
    }
    throw new IllegalArgumentException("is a month, 2026-03, or a quarter, 2026-Q1");
  }

  public static Period of(YearMonth month, ZoneId zone) {
    return months(month, 1, zone);
  }

  private static Period months(YearMonth first, int count, ZoneId zone) {
    return new Period(first.atDay(1), first.plusMonths(count).atDay(1), zone);
  }
}
