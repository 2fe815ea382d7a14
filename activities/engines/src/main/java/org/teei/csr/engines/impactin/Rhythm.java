package org.teei.csr.engines.impactin;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.FieldValue;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When something runs by itself: the times of one or more cron expressions of five fields, in a
 * time zone. A time that the change to summer time leaves out is taken by the time behind the gap;
 * one that the change back has twice is taken once.
 */
public final class Rhythm {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final int FEBRUARY = 28;
  private static final int SHORT_MONTH = 30;
  private static final int LONGEST = 50;
  private static final Duration LONGEST_GAP = Duration.ofDays(1);

  private final List<Cron> crons;
  private final ZoneId zone;

  private Rhythm(List<String> expressions, ZoneId zone) {
    this.crons = expressions.stream().map(PARSER::parse).toList();
    this.zone = zone;
  }

  /**
   * Inclusive numbers of one field of a cron expression.
   *
   * @param step from the first one on
   */
  public record Range(int first, int last, int step) {}

  /** The five fields of an expression; Sunday is 0. */
  public record Fields(
      List<Range> minute,
      List<Range> hour,
      List<Range> dayOfMonth,
      List<Range> month,
      List<Range> dayOfWeek) {}

  /**
   * As a schedule is kept.
   *
   * @param frequency {@code weekly}, {@code monthly}, {@code quarterly} or {@code custom}
   * @param day of week or month; absent with an expression
   * @param cron an expression, where it is custom
   * @throws IllegalArgumentException if something is missing or out of range
   */
  public static Rhythm of(
      String frequency,
      @Nullable Integer day,
      @Nullable LocalTime time,
      @Nullable String cron,
      ZoneId zone) {
    if (frequency.equals("custom")) {
      return custom(given(cron, "cron"), zone);
    }
    int on = given(day, "day");
    LocalTime at = given(time, "time");
    return switch (frequency) {
      case "weekly" -> weekly(on, at, zone);
      case "monthly" -> monthly(on, at, zone);
      case "quarterly" -> quarterly(on, at, zone);
      default -> throw new IllegalArgumentException("is weekly, monthly, quarterly or custom");
    };
  }

  private static <T> T given(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("needs " + name);
    }
    return value;
  }

  /**
   * Each week.
   *
   * @param day from 1, Monday, to 7
   */
  public static Rhythm weekly(int day, LocalTime time, ZoneId zone) {
    return new Rhythm(List.of("%s * * %d".formatted(at(time), within(day, 7) % 7)), zone);
  }

  /**
   * Each month.
   *
   * @param day from 1 to 31; where a month has fewer, its last one, in February always the 28th
   */
  public static Rhythm monthly(int day, LocalTime time, ZoneId zone) {
    return of(day, time, zone, IntStream.rangeClosed(1, 12));
  }

  /** In January, April, July and October, like {@link #monthly}. */
  public static Rhythm quarterly(int day, LocalTime time, ZoneId zone) {
    return of(day, time, zone, IntStream.of(1, 4, 7, 10));
  }

  private static Rhythm of(int day, LocalTime time, ZoneId zone, IntStream months) {
    Map<Integer, List<Integer>> byDay =
        months
            .boxed()
            .collect(
                Collectors.groupingBy(
                    month -> Math.min(within(day, 31), lastDay(month)),
                    TreeMap::new,
                    Collectors.toList()));
    return new Rhythm(
        byDay.entrySet().stream()
            .map(entry ->
                "%s %d %s *"
                    .formatted(
                        at(time),
                        entry.getKey(),
                        entry.getValue().size() == 12
                            ? "*"
                            : String.join(
                                ",", entry.getValue().stream().map(String::valueOf).toList())))
            .toList(),
        zone);
  }

  private static int lastDay(int month) {
    return switch (month) {
      case 2 -> FEBRUARY;
      case 4, 6, 9, 11 -> SHORT_MONTH;
      default -> SHORT_MONTH + 1;
    };
  }

  private static int within(int day, int last) {
    if (day < 1 || day > last) {
      throw new IllegalArgumentException("is a day from 1 to " + last);
    }
    return day;
  }

  private static String at(LocalTime time) {
    return time.getMinute() + " " + time.getHour();
  }

  /**
   * As an expression says.
   *
   * @param cron minute, hour, day of month, month, day of week
   * @throws IllegalArgumentException if it is none, if it has both days, on whose meaning
   *     schedulers differ, or if it never comes
   */
  public static Rhythm custom(String cron, ZoneId zone) {
    if (cron.length() > LONGEST) {
      throw new IllegalArgumentException("has at most " + LONGEST + " characters");
    }
    Rhythm rhythm;
    try {
      rhythm = new Rhythm(List.of(cron.strip()), zone);
    } catch (IllegalArgumentException unreadable) {
      throw new IllegalArgumentException(
          "has five fields: minute, hour, day of month, month, day of week", unreadable);
    }
    Cron parsed = rhythm.crons.getFirst();
    if (isRestricted(parsed, CronFieldName.DAY_OF_MONTH)
        && isRestricted(parsed, CronFieldName.DAY_OF_WEEK)) {
      throw new IllegalArgumentException("names days of the month or days of the week, not both");
    }
    if (rhythm.next(Instant.EPOCH).isEmpty()) {
      throw new IllegalArgumentException("names a day that never comes");
    }
    return rhythm;
  }

  private static boolean isRestricted(Cron cron, CronFieldName name) {
    return !(expression(cron, name) instanceof Always);
  }

  /** The first time behind another one; empty where there is none. */
  public Optional<Instant> next(Instant after) {
    return crons.stream()
        .map(cron -> next(cron, after))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /**
   * Counts in local time, which has neither gaps nor times that come twice, and begins early enough
   * for a time that a gap puts off.
   */
  private Optional<Instant> next(Cron cron, Instant after) {
    var times = ExecutionTime.forCron(cron);
    var time = times.nextExecution(local(after).minus(LONGEST_GAP));
    while (time.isPresent() && !instant(time.get()).isAfter(after)) {
      time = times.nextExecution(time.get());
    }
    return time.map(this::instant);
  }

  /** The next times behind another one. */
  public List<Instant> next(Instant after, int count) {
    List<Instant> times = new ArrayList<>();
    Optional<Instant> time = next(after);
    while (time.isPresent() && times.size() < count) {
      times.add(time.get());
      time = next(time.get());
    }
    return times;
  }

  /** The last time at or before another one; empty where there is none. */
  public Optional<Instant> last(Instant until) {
    return crons.stream()
        .map(cron -> last(cron, until))
        .flatMap(Optional::stream)
        .max(Instant::compareTo);
  }

  private Optional<Instant> last(Cron cron, Instant until) {
    var times = ExecutionTime.forCron(cron);
    var time = times.lastExecution(local(until).plus(LONGEST_GAP));
    while (time.isPresent() && instant(time.get()).isAfter(until)) {
      time = times.lastExecution(time.get());
    }
    return time.map(this::instant);
  }

  private ZonedDateTime local(Instant time) {
    return time.atZone(zone).toLocalDateTime().atZone(ZoneOffset.UTC);
  }

  private Instant instant(ZonedDateTime local) {
    return local.toLocalDateTime().atZone(zone).toInstant();
  }

  public ZoneId zone() {
    return zone;
  }

  /** The expressions field by field, as schedulers take them. */
  public List<Fields> fields() {
    return crons.stream()
        .map(cron ->
            new Fields(
                ranges(cron, CronFieldName.MINUTE, 0, 59),
                ranges(cron, CronFieldName.HOUR, 0, 23),
                ranges(cron, CronFieldName.DAY_OF_MONTH, 1, 31),
                ranges(cron, CronFieldName.MONTH, 1, 12),
                ranges(cron, CronFieldName.DAY_OF_WEEK, 0, 6)))
        .toList();
  }

  private static FieldExpression expression(Cron cron, CronFieldName name) {
    return Objects.requireNonNull(cron.retrieveFieldsAsMap().get(name)).getExpression();
  }

  private static List<Range> ranges(Cron cron, CronFieldName name, int first, int last) {
    return ranges(expression(cron, name), first, last)
        .flatMap(
            range -> name == CronFieldName.DAY_OF_WEEK ? sundayIsZero(range) : Stream.of(range))
        .toList();
  }

  private static Stream<Range> ranges(FieldExpression expression, int first, int last) {
    return switch (expression) {
      case Always _ -> Stream.of(new Range(first, last, 1));
      case On on -> Stream.of(new Range(number(on.getTime()), number(on.getTime()), 1));
      case Between between ->
          Stream.of(new Range(number(between.getFrom()), number(between.getTo()), 1));
      case Every every -> {
        int step = number(every.getPeriod());
        yield ranges(every.getExpression(), first, last)
            .map(range ->
                new Range(
                    range.first(),
                    every.getExpression() instanceof On ? last : range.last(),
                    step));
      }
      case And and -> and.getExpressions().stream().flatMap(part -> ranges(part, first, last));
      default -> throw new IllegalArgumentException("is no expression of five plain fields");
    };
  }

  /** Cron takes 7 for Sunday too. */
  private static Stream<Range> sundayIsZero(Range range) {
    if (range.last() < 7) {
      return Stream.of(range);
    }
    return IntStream.iterate(range.first(), day -> day <= 7, day -> day + range.step())
        .mapToObj(day -> new Range(day % 7, day % 7, 1));
  }

  private static int number(FieldValue<?> value) {
    return Integer.parseInt(String.valueOf(value.getValue()));
  }
}
