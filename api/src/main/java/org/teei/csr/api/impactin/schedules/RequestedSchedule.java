package org.teei.csr.api.impactin.schedules;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.engines.impactin.PeriodUnit;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.engines.impactin.Rhythm;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;

/**
 * A schedule as it is wanted; what is left out has the default that its member names. What its
 * members may be is checked all together, so that one answer says everything that is wrong.
 */
@Schema(name = "NewDeliverySchedule")
record RequestedSchedule(
    @Schema(example = "demo", description = "The company; that of the token without it.")
        @Nullable String companyId,
    @Schema(
            example = "benevity",
            description = "benevity, goodera, workday or file.",
            requiredMode = RequiredMode.REQUIRED)
        @Nullable String platform,
    @Schema(
            example = "monthly",
            description = "weekly, monthly, quarterly or custom.",
            requiredMode = RequiredMode.REQUIRED)
        @Nullable String frequency,
    @Schema(
            example = "1",
            minimum = "1",
            maximum = "31",
            description =
                "Of the week, from Monday, or of the month; one that a month does not have is its last one. Not for custom.")
        @Nullable Integer day,
    @Schema(
            example = "08:00",
            description = "A whole minute in the time zone. Not for custom.",
            type = "string")
        @Nullable LocalTime time,
    @Schema(
            example = "0 8 1 * *",
            maxLength = 50,
            description = "Minute, hour, day of month, month, day of week; for custom only.")
        @Nullable String cron,
    @Schema(
            example = "month",
            description =
                "What a run delivers: the last day, week, month or quarter that had ended by then. For custom; else it follows from the frequency.")
        @Nullable String period,
    @Schema(
            example = "Europe/Oslo",
            description = "By its name; an offset such as +02:00 is none.",
            requiredMode = RequiredMode.REQUIRED)
        @Nullable String timeZone,
    @Schema(
            example = "skip",
            description = "A run that meets the one before: skip or buffer_one. skip without it.")
        @Nullable String overlap,
    @Schema(
            example = "21600",
            minimum = "60",
            maximum = "2678400",
            description =
                "How long a run that was missed is made up for by itself; six hours without it.")
        @Nullable Integer catchUpSeconds,
    @Schema(
            example = "60",
            minimum = "0",
            maximum = "3600",
            description = "Runs are spread over so long; a minute without it.")
        @Nullable Integer jitterSeconds,
    @Schema(
            example = "on_deviation",
            description =
                "Whether a person lets a delivery go out: always, never or on_deviation, which is the default. A new revision of what was delivered always asks.")
        @Nullable String approval,
    @Schema(example = "false") @Nullable Boolean paused,
    @Schema(
            example = "Until the new programme has begun",
            minLength = 1,
            maxLength = 200,
            description = "Why it is as it is; not for personal data.")
        @Nullable String note,
    @Schema(example = "2027-12-31T23:00:00Z", description = "No run after that.")
        @Nullable Instant endsAt) {

  private static final int CATCH_UP = 21_600;
  private static final int LONGEST_CATCH_UP = 2_678_400;
  private static final int JITTER = 60;
  private static final int LONGEST_JITTER = 3_600;
  private static final int LONGEST_NOTE = 200;
  private static final String CUSTOM = "custom";
  private static final Instant FIRST_END = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LAST_END = Instant.parse("3000-01-01T00:00:00Z");

  /**
   * Refuses what is no schedule of the company, with everything that is wrong at once.
   *
   * @param kept the platform of the schedule that this one replaces; null for a new one
   */
  RequestedSchedule checked(String company, @Nullable String kept) {
    List<Fault> faults = new ArrayList<>();
    check(
        faults,
        "companyId",
        companyId == null || companyId.equals(company),
        "Is the company of the token.");
    checkPlatform(faults, kept);
    checkWays(faults);
    var zone = timeZone != null && ZoneId.getAvailableZoneIds().contains(timeZone);
    check(faults, "timeZone", zone, "Is a zone as in Europe/Oslo.");
    checkTiming(faults, ZoneId.of(zone ? Objects.requireNonNull(timeZone) : "UTC"));
    if (!faults.isEmpty()) {
      throw ProblemException.of(RequestProblem.INVALID_BODY, faults);
    }
    return this;
  }

  private void checkPlatform(List<Fault> faults, @Nullable String kept) {
    if (platform == null || Platform.spelled(platform).isEmpty()) {
      check(faults, "platform", false, "Is benevity, goodera, workday or file.");
    } else {
      check(
          faults,
          "platform",
          kept == null || kept.equals(platform),
          "Stays as it is; make another schedule for another platform.");
    }
  }

  private void checkWays(List<Fault> faults) {
    check(faults, "overlap", oneOf(overlap, "skip", "buffer_one"), "Is skip or buffer_one.");
    check(
        faults,
        "catchUpSeconds",
        within(catchUpSeconds, 60, LONGEST_CATCH_UP),
        "Is from 60 to 2678400.");
    check(faults, "jitterSeconds", within(jitterSeconds, 0, LONGEST_JITTER), "Is from 0 to 3600.");
    check(
        faults,
        "approval",
        oneOf(approval, "always", "never", "on_deviation"),
        "Is always, never or on_deviation.");
    check(
        faults,
        "note",
        note == null || within(note.length(), 1, LONGEST_NOTE),
        "Has from 1 to 200 characters.");
    check(
        faults,
        "endsAt",
        endsAt == null || (endsAt.isAfter(FIRST_END) && endsAt.isBefore(LAST_END)),
        "Is a time of this millennium.");
  }

  private void checkTiming(List<Fault> faults, ZoneId zone) {
    if (frequency == null || !oneOf(frequency, "weekly", "monthly", "quarterly", CUSTOM)) {
      check(faults, "frequency", false, "Is weekly, monthly, quarterly or custom.");
      return;
    }
    var custom = frequency.equals(CUSTOM);
    check(
        faults,
        "period",
        unit().isPresent(),
        custom ? "Is day, week, month or quarter." : "Is left out, or is that of the frequency.");
    check(faults, "cron", custom == (cron != null), "Is given for custom, and for custom only.");
    check(faults, "day", custom == (day == null), "Is given, but for custom.");
    check(faults, "time", custom == (time == null), "Is given, but for custom.");
    check(
        faults,
        "time",
        time == null || time.truncatedTo(ChronoUnit.MINUTES).equals(time),
        "Is a whole minute.");
    if (custom ? cron != null : day != null) {
      checkRuns(faults, frequency, zone);
    }
  }

  /** Whether there are runs, at whatever time of their days. */
  private void checkRuns(List<Fault> faults, String given, ZoneId zone) {
    try {
      var _ = Rhythm.of(given, day, LocalTime.MIDNIGHT, cron, zone);
    } catch (IllegalArgumentException e) {
      var rule = String.valueOf(e.getMessage());
      check(
          faults,
          given.equals(CUSTOM) ? "cron" : "day",
          false,
          rule.substring(0, 1).toUpperCase(Locale.ROOT) + rule.substring(1) + ".");
    }
  }

  private static void check(List<Fault> faults, String member, boolean sound, String rule) {
    if (!sound) {
      faults.add(Fault.ofMember("/" + member, "invalid", rule));
    }
  }

  private static boolean oneOf(@Nullable String word, String... words) {
    return word == null || Set.of(words).contains(word);
  }

  private static boolean within(@Nullable Integer number, int least, int most) {
    return number == null || (number >= least && number <= most);
  }

  /** What a run delivers; empty where that is missing or does not go with the frequency. */
  private Optional<PeriodUnit> unit() {
    var implied =
        switch (Objects.requireNonNullElse(frequency, "")) {
          case "weekly" -> Optional.of(PeriodUnit.WEEK);
          case "monthly" -> Optional.of(PeriodUnit.MONTH);
          case "quarterly" -> Optional.of(PeriodUnit.QUARTER);
          default -> spelled(period);
        };
    return implied.filter(unit -> period == null || unit.spelling().equals(period));
  }

  private static Optional<PeriodUnit> spelled(@Nullable String word) {
    return Stream.of(PeriodUnit.values()).filter(unit -> unit.spelling().equals(word)).findFirst();
  }

  /** Written into a row, once it was {@link #checked}; the platform of one that is there stays. */
  void into(ScheduledDeliveriesRecord row) {
    row.setFrequency(frequency);
    row.setRunDay(day);
    row.setRunTime(time);
    row.setCron(cron == null ? null : cron.strip());
    row.setPeriodUnit(unit().orElseThrow().spelling());
    row.setTimeZone(timeZone);
    row.setOverlap(Objects.requireNonNullElse(overlap, "skip"));
    row.setCatchUpSeconds(Objects.requireNonNullElse(catchUpSeconds, CATCH_UP));
    row.setJitterSeconds(Objects.requireNonNullElse(jitterSeconds, JITTER));
    row.setApproval(Objects.requireNonNullElse(approval, "on_deviation"));
    row.setPaused(Boolean.TRUE.equals(paused));
    row.setNote(note);
    row.setEndsAt(endsAt == null ? null : endsAt.truncatedTo(ChronoUnit.MICROS));
  }
}
