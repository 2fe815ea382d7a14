package org.teei.csr.api.impactin.schedules;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.impactin.deliveries.DeliveryOpenings;
import org.teei.csr.api.impactin.deliveries.DeliveryProblem;
import org.teei.csr.api.impactin.deliveries.ImpactDeliveries;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.engines.impactin.PeriodUnit;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/** Runs of schedules that persons ask for: of one period now, or of past ones. */
@Component
final class ScheduleRuns {
  private static final int MOST_PERIODS = 60;

  /** Before that nobody has kept figures. */
  private static final LocalDate EARLIEST = LocalDate.EPOCH;

  private static final String DELIVERIES = "/v1/impact-in/deliveries/";

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final IdempotentRequests requests;
  private final Schedules schedules;
  private final DeliveryOpenings openings;
  private final ImpactDeliveries deliveries;

  ScheduleRuns(
      Tenancy tenancy,
      CurrentPrincipal principals,
      IdempotentRequests requests,
      Schedules schedules,
      DeliveryOpenings openings,
      ImpactDeliveries deliveries) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.requests = requests;
    this.schedules = schedules;
    this.openings = openings;
    this.deliveries = deliveries;
  }

  @Schema(name = "DeliveryRunRequest")
  record RunRequest(
      @Schema(
              example = "2026-10-15",
              description = "A day of the period; without it the last one that has ended.")
          @Nullable LocalDate periodOf) {}

  /**
   * Which past periods are meant.
   *
   * @param until the day behind the last one
   */
  @Schema(name = "BackfillRequest")
  record BackfillRequest(
      @Schema(example = "2026-01-01") @NotNull LocalDate from,
      @Schema(example = "2026-07-01") @NotNull LocalDate until,
      @Schema(example = "true", description = "Only tells what would be done; true without it.")
          @Nullable Boolean dryRun) {

    boolean isDryRun() {
      return !Boolean.FALSE.equals(dryRun);
    }
  }

  /** What a backfill does, or would do, period by period. */
  @Schema(name = "Backfill")
  record Backfill(boolean dryRun, List<BackfilledPeriod> periods) {}

  /**
   * One period of a backfill.
   *
   * @param deliveryId of the one that is there, or was opened; null for one that would be
   * @param status of the one that is there; null where there is none
   * @param opens whether it opens a delivery; one that is there is left as it is
   */
  @Schema(name = "BackfilledPeriod")
  record BackfilledPeriod(
      @Schema(example = "2026-01-01") LocalDate from,
      @Schema(example = "2026-02-01") LocalDate until,
      @Nullable UUID deliveryId,
      @Schema(example = "confirmed") @Nullable String status,
      boolean opens) {}

  ResponseEntity<byte[]> runNow(UUID id, @Nullable String key, @Nullable RunRequest body) {
    var schedule = schedules.row(id);
    var day = body == null ? null : body.periodOf();
    return requests.answer(
        principals.get(),
        "POST " + SchedulesController.PATH + "/{id}/run-now",
        IdempotentRequests.required(key),
        List.of(words(id, day)),
        delivery -> {
          var opened = openings.open(schedule, period(schedule, day), delivery, "run-now");
          return new Answer(
              202,
              deliveries.get(opened.deliveryId()),
              URI.create(DELIVERIES + opened.deliveryId()));
        });
  }

  /** The period of a day, which has to be over; without one the last that is. */
  Period period(ScheduledDeliveriesRecord schedule, @Nullable LocalDate day) {
    var zone = zone(schedule);
    var today = LocalDate.ofInstant(Instant.now(), zone);
    if (day == null) {
      return unit(schedule).before(today, zone);
    }
    var period = unit(schedule).of(past(day, today), zone);
    if (period.until().isAfter(today)) {
      throw ProblemException.of(DeliveryProblem.PERIOD_NOT_OVER);
    }
    return period;
  }

  /** Calendars go further in both directions than the database does. */
  private static LocalDate past(LocalDate day, LocalDate today) {
    if (day.isAfter(today)) {
      throw ProblemException.of(DeliveryProblem.PERIOD_NOT_OVER);
    }
    if (day.isBefore(EARLIEST)) {
      throw ProblemException.of(DeliveryProblem.TOO_LONG_AGO);
    }
    return day;
  }

  Backfill planned(UUID id, BackfillRequest body) {
    var schedule = schedules.row(id);
    var periods = periods(schedule, body);
    return tenancy.read(
        schedule.getTenantId(),
        db ->
            new Backfill(
                true, periods.stream().map(period -> planned(db, schedule, period)).toList()));
  }

  private static BackfilledPeriod planned(
      DSLContext db, ScheduledDeliveriesRecord schedule, Period period) {
    return db.selectFrom(IMPACT_DELIVERIES)
        .where(
            IMPACT_DELIVERIES.TENANT_ID.eq(schedule.getTenantId()),
            IMPACT_DELIVERIES.PLATFORM.eq(schedule.getPlatform()),
            IMPACT_DELIVERIES.PERIOD_FROM.eq(period.from()),
            IMPACT_DELIVERIES.PERIOD_UNTIL.eq(period.until()))
        .orderBy(IMPACT_DELIVERIES.REVISION.desc())
        .limit(1)
        .fetchOptional(row ->
            new BackfilledPeriod(
                period.from(), period.until(), row.getDeliveryId(), row.getStatus(), false))
        .orElseGet(() -> new BackfilledPeriod(period.from(), period.until(), null, null, true));
  }

  /** The oldest period first, each with an id of its own that a repetition finds again. */
  ResponseEntity<byte[]> backfill(UUID id, @Nullable String key, BackfillRequest body) {
    var schedule = schedules.row(id);
    var periods = periods(schedule, body);
    return requests.answer(
        principals.get(),
        "POST " + SchedulesController.PATH + "/{id}/backfill",
        IdempotentRequests.required(key),
        List.of(words(id, body.from()), words(id, body.until())),
        request ->
            new Answer(
                202,
                new Backfill(
                    false,
                    periods.stream().map(period -> backfilled(schedule, period, request)).toList()),
                URI.create("/v1/impact-in/deliveries?scheduleId=" + id)));
  }

  private BackfilledPeriod backfilled(
      ScheduledDeliveriesRecord schedule, Period period, UUID request) {
    var opened = openings.open(schedule, period, of(request, period), "backfill");
    var delivery = deliveries.get(opened.deliveryId());
    return new BackfilledPeriod(
        period.from(), period.until(), delivery.id(), delivery.status(), opened.opened());
  }

  private static UUID of(UUID request, Period period) {
    return UUID.nameUUIDFromBytes(
        ByteBuffer.allocate(3 * Long.BYTES)
            .putLong(request.getMostSignificantBits())
            .putLong(request.getLeastSignificantBits())
            .putLong(period.from().toEpochDay())
            .array());
  }

  private static List<Period> periods(ScheduledDeliveriesRecord schedule, BackfillRequest body) {
    var zone = zone(schedule);
    var today = LocalDate.ofInstant(Instant.now(), zone);
    List<Period> periods = new ArrayList<>();
    var period = unit(schedule).of(past(body.from(), today), zone);
    while (period.from().isBefore(body.until()) && !period.until().isAfter(today)) {
      periods.add(period);
      if (periods.size() > MOST_PERIODS) {
        throw ProblemException.of(DeliveryProblem.TOO_MANY_PERIODS);
      }
      period = unit(schedule).of(period.until(), zone);
    }
    if (periods.isEmpty()) {
      throw ProblemException.of(DeliveryProblem.PERIOD_NOT_OVER);
    }
    return periods;
  }

  private static PeriodUnit unit(ScheduledDeliveriesRecord schedule) {
    return PeriodUnit.valueOf(schedule.getPeriodUnit().toUpperCase(Locale.ROOT));
  }

  private static ZoneId zone(ScheduledDeliveriesRecord schedule) {
    return ZoneId.of(schedule.getTimeZone());
  }

  private static byte[] words(UUID id, @Nullable LocalDate day) {
    return (id + " " + Objects.toString(day, "")).getBytes(StandardCharsets.UTF_8);
  }
}
