package org.teei.csr.activities.impactin.schedules;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.SCHEDULED_DELIVERIES;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.Pulse;
import org.teei.csr.activities.shared.Starts;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.engines.metrics.Period;
import org.teei.csr.schema.impactin.NewDelivery;
import org.teei.csr.schema.impactin.NewDelivery.Opened;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;
import org.teei.csr.schema.operations.StartIntent;
import org.teei.csr.schema.operations.StartIntents;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.deliveries.DeliveryNames;
import org.teei.csr.workflows.impactin.deliveries.DeliveryRef;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStart;
import org.teei.csr.workflows.impactin.schedules.Fired;
import org.teei.csr.workflows.impactin.schedules.Firing;
import org.teei.csr.workflows.impactin.schedules.ScheduleActivities;
import org.teei.csr.workflows.impactin.schedules.ScheduleNames;
import org.teei.csr.workflows.impactin.schedules.ScheduleRef;
import org.teei.csr.workflows.impactin.schedules.WatchCounts;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.TenantId;

/** Opens deliveries when schedules say so, and sees to it that they did. */
public final class ScheduleActivitiesImpl implements ScheduleActivities {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleActivitiesImpl.class);

  /** A run may take so long to open its delivery before it counts as missed. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  /** How many runs back it is looked for missed ones. */
  private static final int RUNS = 12;

  private final SystemView system;
  private final Tenancy tenancy;
  private final Clock clock;
  private final Supplier<Runnable> heartbeats;
  private final Map<String, Timer> lateness;

  /**
   * @param tenancy connects as {@code csr_worker}
   * @param clock says which runs were due
   */
  public ScheduleActivitiesImpl(
      SystemView system, Tenancy tenancy, Clock clock, MeterRegistry meters) {
    this(system, tenancy, clock, meters, Pulse::ofStep);
  }

  ScheduleActivitiesImpl(
      SystemView system,
      Tenancy tenancy,
      Clock clock,
      MeterRegistry meters,
      Supplier<Runnable> heartbeats) {
    this.system = system;
    this.tenancy = tenancy;
    this.clock = clock;
    this.heartbeats = heartbeats;
    this.lateness =
        Arrays.stream(Platform.values())
            .map(Platform::spelling)
            .collect(Collectors.toMap(Function.identity(), name -> timer(meters, name)));
  }

  private static Timer timer(MeterRegistry meters, String platform) {
    return Timer.builder("csr.schedules.late")
        .description("How long after its time a run of a schedule opened its delivery")
        .tag("platform", platform)
        .register(meters);
  }

  @Override
  public Fired fire(Firing firing) {
    return tenancy.write(
        firing.ref().tenant().value(),
        db -> {
          ScheduleRow schedule = find(db, firing.ref());
          if (!schedule.runs(firing.due())) {
            return Fired.NOTHING;
          }
          Period period = schedule.period(firing.due());
          Opened opened = open(db, schedule.row(), period, "scheduled");
          late(schedule, firing.due());
          return new Fired(opened.deliveryId(), period.from(), opened.opened());
        });
  }

  /** Jitter is no lateness. */
  private void late(ScheduleRow schedule, Instant due) {
    Duration late = Duration.between(due.plus(schedule.jitter()), clock.instant());
    Objects.requireNonNull(lateness.get(schedule.row().getPlatform()))
        .record(late.isNegative() ? Duration.ZERO : late);
  }

  private static ScheduleRow find(DSLContext db, ScheduleRef ref) {
    return db.selectFrom(SCHEDULED_DELIVERIES)
        .where(
            SCHEDULED_DELIVERIES.TENANT_ID.eq(ref.tenant().value()),
            SCHEDULED_DELIVERIES.SCHEDULE_ID.eq(ref.scheduleId()))
        .fetchOptional(ScheduleRow::new)
        .orElseThrow(() -> new StepFailure(FailureClass.DATA, "unknown-schedule"));
  }

  private static Opened open(
      DSLContext db, ScheduledDeliveriesRecord schedule, Period period, String cause) {
    TenantId tenant = new TenantId(schedule.getTenantId());
    var deliveryId = Ids.next();
    StartIntent start =
        Starts.intent(
            new DeliveryStart(
                new DeliveryRef(tenant, deliveryId, schedule.getPlatform()),
                DeliveryNames.PRIORITY));
    Opened opened =
        new NewDelivery(
                schedule.getTenantId(),
                deliveryId,
                schedule.getPlatform(),
                period.from(),
                period.until(),
                period.zone().getId(),
                schedule.getScheduleId(),
                cause,
                schedule.getApproval(),
                start.workflowId(),
                ScheduleNames.scheduleId(tenant, schedule.getScheduleId()))
            .open(db);
    if (opened.opened()) {
      StartIntents.add(db, start);
    }
    return opened;
  }

  @Override
  public WatchCounts watchSchedules() {
    try (Pulse _ = new Pulse(heartbeats.get())) {
      int caughtUp = 0;
      int missed = 0;
      int failed = 0;
      for (ScheduledDeliveriesRecord row : running()) {
        try {
          Look look = look(row);
          caughtUp += look.caughtUp();
          missed += look.missed() ? 1 : 0;
        } catch (RuntimeException e) {
          LOG.warn("A schedule could not be looked at: {}", LeasedLoop.causes(e));
          failed++;
        }
      }
      return new WatchCounts(caughtUp, missed, failed);
    }
  }

  private List<ScheduledDeliveriesRecord> running() {
    return system.read(db ->
        db.selectFrom(SCHEDULED_DELIVERIES)
            .where(SCHEDULED_DELIVERIES.PAUSED.isFalse(), SCHEDULED_DELIVERIES.DELETED.isFalse())
            .orderBy(SCHEDULED_DELIVERIES.TENANT_ID, SCHEDULED_DELIVERIES.SCHEDULE_ID)
            .fetch());
  }

  private record Look(int caughtUp, boolean missed) {}

  private Look look(ScheduledDeliveriesRecord row) {
    ScheduleRow schedule = new ScheduleRow(row);
    Instant overdue = clock.instant().minus(GRACE).minus(schedule.jitter());
    return tenancy.write(
        row.getTenantId(),
        db -> {
          List<Instant> without =
              schedule
                  .due(overdue)
                  .limit(RUNS)
                  .filter(due -> !isOpened(db, row, schedule.period(due)))
                  .toList();
          int caughtUp = 0;
          Period from = null;
          Period until = null;
          for (Instant due : without) {
            Period period = schedule.period(due);
            if (due.plus(schedule.catchUp()).isAfter(overdue)) {
              open(db, row, period, "caught-up");
              caughtUp++;
            } else {
              from = period;
              until = until == null ? period : until;
            }
          }
          note(db, row, from, until);
          return new Look(caughtUp, from != null);
        });
  }

  private static boolean isOpened(DSLContext db, ScheduledDeliveriesRecord row, Period period) {
    return db.fetchExists(
        IMPACT_DELIVERIES,
        IMPACT_DELIVERIES.TENANT_ID.eq(row.getTenantId()),
        IMPACT_DELIVERIES.PLATFORM.eq(row.getPlatform()),
        IMPACT_DELIVERIES.PERIOD_FROM.eq(period.from()),
        IMPACT_DELIVERIES.PERIOD_UNTIL.eq(period.until()));
  }

  /** Only where it changes something: most schedules miss nothing. */
  private static void note(
      DSLContext db, ScheduledDeliveriesRecord row, @Nullable Period from, @Nullable Period until) {
    LocalDate missedFrom = from == null ? null : from.from();
    LocalDate missedUntil = until == null ? null : until.until();
    db.update(SCHEDULED_DELIVERIES)
        .set(SCHEDULED_DELIVERIES.MISSED_FROM, missedFrom)
        .set(SCHEDULED_DELIVERIES.MISSED_UNTIL, missedUntil)
        .where(
            SCHEDULED_DELIVERIES.TENANT_ID.eq(row.getTenantId()),
            SCHEDULED_DELIVERIES.SCHEDULE_ID.eq(row.getScheduleId()),
            SCHEDULED_DELIVERIES.VERSION.eq(row.getVersion()),
            SCHEDULED_DELIVERIES
                .MISSED_FROM
                .isDistinctFrom(missedFrom)
                .or(SCHEDULED_DELIVERIES.MISSED_UNTIL.isDistinctFrom(missedUntil)))
        .execute();
  }
}
