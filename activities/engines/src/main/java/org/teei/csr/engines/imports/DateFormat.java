package org.teei.csr.engines.imports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the dates of a file are written, where that was declared. The patterns are a closed grammar:
 * day ({@code d} or {@code dd}), month ({@code M} or {@code MM}) and year ({@code yyyy} or {@code
 * yy}, which is 20yy) in one of the orders d-M-y, M-d-y and y-M-d, parted by one of {@code . / -};
 * behind it, parted by a blank or a {@code T}, there may be a time: {@code HH:mm}, {@code H:mm},
 * {@code h:mm a}, {@code hh:mm a}, each with {@code :ss} or without. A doubled letter stands for
 * two digits, a single one for one or two. {@code excel} and {@code excel-1904} are the serial
 * numbers of spreadsheets.
 *
 * <p>A cell is read as declared or not at all: nothing is guessed from its digits. Where a time is
 * declared, a date alone is its midnight.
 */
public sealed interface DateFormat {

  /** As it was declared. */
  String id();

  /** The date and time in a cell without surrounding blanks, or null. */
  @Nullable LocalDateTime local(String text, DecimalSeparator separator);

  /** The instant in a cell; null also for a time that the zone has twice or not at all. */
  default @Nullable Instant instant(String text, ZoneId zone, DecimalSeparator separator) {
    LocalDateTime local = local(text, separator);
    if (local == null) {
      return null;
    }
    if (local.toLocalTime().toSecondOfDay() == 0) {
      // Some zones begin their summer at midnight: the day begins when it begins.
      return local.toLocalDate().atStartOfDay(zone).toInstant();
    }
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    return offsets.size() == 1 ? local.toInstant(offsets.getFirst()) : null;
  }

  /**
   * The format with this id.
   *
   * @throws IllegalArgumentException if the grammar has none
   */
  static DateFormat of(String id) {
    for (Serial serial : Serial.values()) {
      if (serial.id().equals(id)) {
        return serial;
      }
    }
    return Pattern.of(id);
  }

  /** Days since the epoch of a spreadsheet; the fraction is the time, to the nearest second. */
  enum Serial implements DateFormat {
    /**
     * 1 is 1 January 1900. 60 is 29 February 1900, a day that never was, and is refused; what
     * follows is counted as if it had been.
     */
    EXCEL("excel", LocalDate.of(1899, 12, 30), 1),
    /** 0 is 1 January 1904, as old Macintosh spreadsheets count. */
    EXCEL_1904("excel-1904", LocalDate.of(1904, 1, 1), 0);

    private static final int NO_DAY = 60;
    private static final BigDecimal SECONDS = BigDecimal.valueOf(86_400);

    private final String id;
    private final LocalDate epoch;
    private final int first;

    Serial(String id, LocalDate epoch, int first) {
      this.id = id;
      this.epoch = epoch;
      this.first = first;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public @Nullable LocalDateTime local(String text, DecimalSeparator separator) {
      BigDecimal serial = separator.plain(text);
      if (serial == null || serial.precision() - serial.scale() > 7) {
        return null;
      }
      int day = serial.intValue();
      long seconds =
          serial
              .subtract(BigDecimal.valueOf(day))
              .multiply(SECONDS)
              .setScale(0, RoundingMode.HALF_UP)
              .longValue();
      boolean noSuchDay = this == EXCEL && day == NO_DAY;
      if (day < first || noSuchDay) {
        return null;
      }
      LocalDate date = epoch.plusDays(this == EXCEL && day < NO_DAY ? day + 1L : day);
      LocalDateTime local = date.atStartOfDay().plusSeconds(seconds);
      return local.getYear() <= 9999 ? local : null;
    }
  }

  /** A pattern of the grammar. */
  record Pattern(String id, String date, char between, @Nullable String time)
      implements DateFormat {
    private static final int LONGEST = 40;
    private static final int CENTURY = 2000;
    private static final Set<String> ORDERS = Set.of("dMy", "Mdy", "yMd");
    private static final Set<String> PARTS = Set.of("d", "dd", "M", "MM", "yy", "yyyy");
    private static final Set<String> TIMES =
        Set.of(
            "HH:mm", "H:mm", "HH:mm:ss", "H:mm:ss", "h:mm a", "hh:mm a", "h:mm:ss a", "hh:mm:ss a");

    static Pattern of(String id) {
      int end = 0;
      while (end < id.length() && id.charAt(end) != ' ' && id.charAt(end) != 'T') {
        end++;
      }
      String date = id.substring(0, end);
      String time = end == id.length() ? null : id.substring(end + 1);
      if (!ofDate(date) || (time != null && !TIMES.contains(time))) {
        throw new IllegalArgumentException("not a date format");
      }
      return new Pattern(id, date, time == null ? ' ' : id.charAt(end), time);
    }

    private static boolean ofDate(String date) {
      StringBuilder order = new StringBuilder();
      StringBuilder separators = new StringBuilder();
      int start = 0;
      for (int i = 0; i <= date.length(); i++) {
        if (i == date.length() || "./-".indexOf(date.charAt(i)) >= 0) {
          if (i < date.length()) {
            separators.append(date.charAt(i));
          }
          if (!PARTS.contains(date.substring(start, i))) {
            return false;
          }
          order.append(date.charAt(start));
          start = i + 1;
        }
      }
      return ORDERS.contains(order.toString()) && separators.charAt(0) == separators.charAt(1);
    }

    @Override
    public @Nullable LocalDateTime local(String text, DecimalSeparator separator) {
      if (text.length() > LONGEST) {
        return null;
      }
      Reading reading = new Reading(text);
      reading.read(date);
      if (time != null && !reading.ended()) {
        reading.literal(between);
        reading.read(time);
      }
      return reading.result();
    }

    /** A cell on its way through a pattern, letter by letter. */
    private static final class Reading {
      private final String text;
      private int at;
      private boolean wrong;
      private int year;
      private int month;
      private int day;
      private int hour;
      private int minute;
      private int second;
      private boolean halfDay;
      private boolean afternoon;

      Reading(String text) {
        this.text = text;
      }

      boolean ended() {
        return at == text.length();
      }

      void read(String pattern) {
        int i = 0;
        while (i < pattern.length()) {
          char letter = pattern.charAt(i);
          int run = 1;
          while (i + run < pattern.length() && pattern.charAt(i + run) == letter) {
            run++;
          }
          switch (letter) {
            case 'y' -> year = digits(run, run) + (run == 2 ? CENTURY : 0);
            case 'M' -> month = digits(run, 2);
            case 'd' -> day = digits(run, 2);
            case 'H' -> hour = digits(run, 2);
            case 'h' -> {
              halfDay = true;
              hour = digits(run, 2);
            }
            case 'm' -> minute = digits(run, 2);
            case 's' -> second = digits(run, 2);
            case 'a' -> half();
            default -> literal(letter);
          }
          i += run;
        }
      }

      void literal(char expected) {
        wrong |= at >= text.length() || text.charAt(at) != expected;
        at++;
      }

      private int digits(int least, int most) {
        int start = at;
        int number = 0;
        while (at < text.length() && at - start < most && CellText.digit(text.charAt(at))) {
          number = number * 10 + text.charAt(at++) - '0';
        }
        wrong |= at - start < least;
        return number;
      }

      private void half() {
        afternoon = text.regionMatches(true, at, "PM", 0, 2);
        wrong |= !afternoon && !text.regionMatches(true, at, "AM", 0, 2);
        at += 2;
      }

      @Nullable LocalDateTime result() {
        if (wrong || !ended() || (halfDay && (hour < 1 || hour > 12))) {
          return null;
        }
        int hourOfDay = halfDay ? hour % 12 + (afternoon ? 12 : 0) : hour;
        try {
          return LocalDateTime.of(year, month, day, hourOfDay, minute, second);
        } catch (DateTimeException notADate) {
          return null;
        }
      }
    }
  }
}
