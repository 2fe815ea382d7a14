package org.teei.csr.api.impactin.schedules;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.engines.impactin.PeriodUnit;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.engines.impactin.Rhythm;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;

/** A schedule as it is wanted; what is left out has the default that its member names. */
@Schema(name = "NewDeliverySchedule")
record RequestedSchedule(
    @Schema(example = "demo", description = "The company; that of the token without it.")
        @Nullable String companyId,
    @Schema(example = "benevity", description = "benevity, goodera, workday or file.") @NotBlank
        String platform,
    @Schema(example = "monthly", description = "weekly, monthly, quarterly or custom.") @NotBlank
        String frequency,
    @Schema(
            example = "1",
            description =
                "Of the week, from Monday, or of the month; one that a month does not have is its last one. Not for custom.")
        @Min(1)
        @Max(31)
        @Nullable Integer day,
    @Schema(example = "08:00", description = "In the time zone. Not for custom.", type = "string")
        @Nullable LocalTime time,
    @Schema(
            example = "0 8 1 * *",
            description = "Minute, hour, day of month, month, day of week; for custom only.")
        @Size(max = 50)
        @Nullable String cron,
    @Schema(
            example = "month",
            description =
                "What a run delivers: the last day, week, month or quarter that had ended by then. For custom; else it follows from the frequency.")
        @Nullable String period,
    @Schema(example = "Europe/Oslo") @NotBlank @Size(max = 50) String timeZone,
    @Schema(
            example = "skip",
            description = "A run that meets the one before: skip or buffer_one. skip without it.")
        @Nullable String overlap,
    @Schema(
            example = "21600",
            description =
                "How long a run that was missed is made up for by itself; six hours without it.")
        @Min(60)
        @Max(2_678_400)
        @Nullable Integer catchUpSeconds,
    @Schema(example = "60", description = "Runs are spread over so long; a minute without it.")
        @Min(0)
        @Max(3_600)
        @Nullable Integer jitterSeconds,
    @Schema(
            example = "on_deviation",
            description =
                "Whether a person lets a delivery go out: always, never or on_deviation, which is the default. A new revision of what was delivered always asks.")
        @Nullable String approval,
    @Schema(example = "false") @Nullable Boolean paused,
    @Schema(
            example = "Until the new programme has begun",
            description = "Why it is as it is; not for personal data.")
        @Size(min = 1, max = 200)
        @Nullable String note,
    @Schema(example = "2027-12-31T23:00:00Z", description = "No run after that.")
        @Nullable Instant endsAt) {

  private static final int CATCH_UP = 21_600;
  private static final int JITTER = 60;

  /** Refuses what is no schedule, with everything that is wrong at once. */
  RequestedSchedule checked() {
    List<Fault> faults = new ArrayList<>();
    check(
        faults,
        "platform",
        Platform.spelled(platform).isPresent(),
        "Is benevity, goodera, workday or file.");
    check(faults, "overlap", oneOf(overlap, "skip", "buffer_one"), "Is skip or buffer_one.");
    check(
        faults,
        "approval",
        oneOf(approval, "always", "never", "on_deviation"),
        "Is always, never or on_deviation.");
    var zone = zone();
    check(faults, "timeZone", zone.isPresent(), "Is a zone as in Europe/Oslo.");
    checkTiming(faults, zone.orElse(ZoneId.of("UTC")));
    if (!faults.isEmpty()) {
      throw ProblemException.of(RequestProblem.INVALID_BODY, faults);
    }
    return this;
  }

  private void checkTiming(List<Fault> faults, ZoneId zone) {
    var custom = frequency.equals("custom");
    check(
        faults,
        "frequency",
        custom || oneOf(frequency, "weekly", "monthly", "quarterly"),
        "Is weekly, monthly, quarterly or custom.");
    check(
        faults,
        "period",
        custom
            ? unit().isPresent()
            : period == null || period.equals(implied().map(PeriodUnit::spelling).orElse(period)),
        custom ? "Is day, week, month or quarter." : "Is left out, or is that of the frequency.");
    check(faults, "cron", custom == (cron != null), "Is given for custom, and for custom only.");
    check(faults, "day", custom == (day == null), "Is given, but for custom.");
    check(faults, "time", custom == (time == null), "Is given, but for custom.");
    if (faults.isEmpty()) {
      try {
        var _ = Rhythm.of(frequency, day, time, cron, zone);
      } catch (IllegalArgumentException e) {
        var rule = String.valueOf(e.getMessage());
        faults.add(
            Fault.ofMember(
                custom ? "/cron" : "/day",
                "invalid",
                rule.substring(0, 1).toUpperCase(Locale.ROOT) + rule.substring(1) + "."));
      }
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

  private Optional<ZoneId> zone() {
    try {
      return Optional.of(ZoneId.of(timeZone));
    } catch (DateTimeException unknown) {
      return Optional.empty();
    }
  }

  private Optional<PeriodUnit> unit() {
    return List.of(PeriodUnit.values()).stream()
        .filter(unit -> unit.spelling().equals(period))
        .findFirst();
  }

  private Optional<PeriodUnit> implied() {
    return switch (frequency) {
      case "weekly" -> Optional.of(PeriodUnit.WEEK);
      case "monthly" -> Optional.of(PeriodUnit.MONTH);
      case "quarterly" -> Optional.of(PeriodUnit.QUARTER);
      default -> unit();
    };
  }

  /** Written into a row; the platform of one that is there stays. */
  void into(ScheduledDeliveriesRecord row) {
    row.setFrequency(frequency);
    row.setRunDay(day);
    row.setRunTime(time);
    row.setCron(cron == null ? null : cron.strip());
    row.setPeriodUnit(implied().orElseThrow().spelling());
    row.setTimeZone(timeZone);
    row.setOverlap(Objects.requireNonNullElse(overlap, "skip"));
    row.setCatchUpSeconds(Objects.requireNonNullElse(catchUpSeconds, CATCH_UP));
    row.setJitterSeconds(Objects.requireNonNullElse(jitterSeconds, JITTER));
    row.setApproval(Objects.requireNonNullElse(approval, "on_deviation"));
    row.setPaused(Boolean.TRUE.equals(paused));
    row.setNote(note);
    row.setEndsAt(endsAt);
  }
}
