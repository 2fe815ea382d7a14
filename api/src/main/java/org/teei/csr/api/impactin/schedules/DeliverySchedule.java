package org.teei.csr.api.impactin.schedules;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.impactin.Rhythm;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;

/**
 * When which figures go to a platform.
 *
 * @param nextRuns the next five; none while it is paused or when it is over
 * @param missed periods whose runs did not happen and are too old to be made up for by themselves;
 *     null where there are none
 * @param followed whether the Temporal Schedule is as this says by now
 */
@Schema(name = "DeliverySchedule")
record DeliverySchedule(
    UUID id,
    @Schema(example = "demo") String companyId,
    @Schema(example = "benevity") String platform,
    @Schema(example = "monthly") String frequency,
    @Schema(example = "1") @Nullable Integer day,
    @Schema(example = "08:00:00", type = "string") @Nullable LocalTime time,
    @Schema(example = "0 8 1 * *") @Nullable String cron,
    @Schema(example = "month") String period,
    @Schema(example = "Europe/Oslo") String timeZone,
    @Schema(example = "skip") String overlap,
    @Schema(example = "21600") int catchUpSeconds,
    @Schema(example = "60") int jitterSeconds,
    @Schema(example = "on_deviation") String approval,
    boolean paused,
    @Nullable String note,
    @Nullable Instant endsAt,
    List<Instant> nextRuns,
    @Nullable Missed missed,
    boolean followed,
    Instant createdAt,
    String createdBy,
    Instant changedAt) {

  private static final int NEXT = 5;

  /** From the first day of the first period to the day behind the last one. */
  @Schema(name = "MissedPeriods")
  record Missed(LocalDate from, LocalDate until) {}

  static DeliverySchedule of(ScheduledDeliveriesRecord row) {
    return new DeliverySchedule(
        row.getScheduleId(),
        row.getTenantId(),
        row.getPlatform(),
        row.getFrequency(),
        row.getRunDay(),
        row.getRunTime(),
        row.getCron(),
        row.getPeriodUnit(),
        row.getTimeZone(),
        row.getOverlap(),
        row.getCatchUpSeconds(),
        row.getJitterSeconds(),
        row.getApproval(),
        row.getPaused(),
        row.getNote(),
        row.getEndsAt(),
        row.getPaused() ? List.of() : nextRuns(row),
        row.getMissedFrom() == null ? null : new Missed(row.getMissedFrom(), row.getMissedUntil()),
        row.getScheduledVersion().equals(row.getVersion()),
        row.getCreatedAt(),
        row.getCreatedBy(),
        row.getChangedAt());
  }

  private static List<Instant> nextRuns(ScheduledDeliveriesRecord row) {
    var ends = row.getEndsAt();
    return rhythm(row).next(Instant.now(), NEXT).stream()
        .filter(run -> ends == null || !run.isAfter(ends))
        .toList();
  }

  static Rhythm rhythm(ScheduledDeliveriesRecord row) {
    return Rhythm.of(
        row.getFrequency(),
        row.getRunDay(),
        row.getRunTime(),
        row.getCron(),
        ZoneId.of(row.getTimeZone()));
  }
}
