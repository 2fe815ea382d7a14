package org.teei.csr.activities.impactin.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.SCHEDULED_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;
import org.teei.csr.schema.jooq.tables.records.StartIntentsRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.impactin.schedules.Fired;
import org.teei.csr.workflows.impactin.schedules.Firing;
import org.teei.csr.workflows.impactin.schedules.ScheduleActivities;
import org.teei.csr.workflows.impactin.schedules.ScheduleRef;
import org.teei.csr.workflows.shared.TenantId;

/** Which deliveries schedules open, on a real database. */
class ScheduleActivitiesTest {
  private final Database database = Database.shared();
  private final String tenant = database.freshTenant();
  private final Tenancy worker = new Tenancy(database.worker());
  private final Tenancy api = new Tenancy(database.api());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void aRunOpensTheDeliveryOfTheLastPeriodBeforeItWasDue() {
    ScheduleRef ref = schedule(row -> {});

    Fired fired = now("2026-06-01T12:00:00Z").fire(new Firing(ref, time("2026-05-01T06:00:00Z")));

    assertThat(fired.opened()).isTrue();
    assertThat(deliveries())
        .singleElement()
        .returns(LocalDate.of(2026, 4, 1), ImpactDeliveriesRecord::getPeriodFrom)
        .returns(LocalDate.of(2026, 5, 1), ImpactDeliveriesRecord::getPeriodUntil)
        .returns("scheduled", ImpactDeliveriesRecord::getCause)
        .returns(fired.deliveryId(), ImpactDeliveriesRecord::getDeliveryId);
    assertThat(intents())
        .extracting(StartIntentsRecord::getWorkflowId)
        .containsExactly("impactin/" + tenant + "/" + fired.deliveryId());
  }

  @Test
  void howLateARunIsIsMeasuredAndJitterIsNoLateness() {
    ScheduleRef ref = schedule(row -> row.setJitterSeconds(600));

    now("2026-05-10T06:25:00Z").fire(new Firing(ref, time("2026-05-10T06:00:00Z")));
    now("2026-05-10T06:05:00Z").fire(new Firing(ref, time("2026-05-10T06:00:00Z")));

    var lateness = meters.get("csr.schedules.late").tag("platform", "benevity").timer();
    assertThat(lateness.count()).isEqualTo(2);
    assertThat(lateness.totalTime(TimeUnit.MINUTES)).isEqualTo(15);
  }

  @Test
  void thePeriodIsThatOfTheScheduleInItsTimeZone() {
    ScheduleRef ref =
        schedule(row -> {
          row.setTimeZone("Pacific/Auckland");
          row.setFrequency("custom");
          row.setCron("0 1 * * *");
          row.setRunDay(null);
          row.setRunTime(null);
          row.setPeriodUnit("day");
        });

    now("2026-06-01T12:00:00Z").fire(new Firing(ref, time("2026-05-10T13:00:00Z")));

    assertThat(deliveries())
        .singleElement()
        .returns(LocalDate.of(2026, 5, 10), ImpactDeliveriesRecord::getPeriodFrom);
  }

  @Test
  void runsOfTheSamePeriodAtTheSameTimeOpenOneDelivery() throws Exception {
    ScheduleRef ref = schedule(row -> {});
    ScheduleRef other = schedule(row -> row.setRunDay(15));
    ScheduleActivities schedules = now("2026-06-01T12:00:00Z");

    try (var threads = Executors.newFixedThreadPool(10)) {
      var all =
          threads.invokeAll(
              IntStream.range(0, 30)
                  .mapToObj(i ->
                      (Callable<Fired>)
                          () ->
                              schedules.fire(
                                  new Firing(
                                      i % 2 == 0 ? ref : other,
                                      time("2026-05-" + (10 + i % 15) + "T06:00:00Z"))))
                  .toList());
      assertThat(all)
          .extracting(fired -> fired.get().deliveryId())
          .containsOnly(all.getFirst().get().deliveryId());
    }
    assertThat(deliveries()).hasSize(1);
    assertThat(intents()).hasSize(1);
  }

  @Test
  void aScheduleThatIsPausedOverOrGoneOpensNothing() {
    ScheduleActivities schedules = now("2026-06-01T12:00:00Z");
    Instant due = time("2026-05-01T06:00:00Z");

    assertThat(schedules.fire(new Firing(schedule(row -> row.setPaused(true)), due)))
        .isEqualTo(Fired.NOTHING);
    assertThat(schedules.fire(new Firing(schedule(row -> row.setDeleted(true)), due)))
        .isEqualTo(Fired.NOTHING);
    assertThat(schedules.fire(new Firing(schedule(row -> row.setEndsAt(due.minusSeconds(1))), due)))
        .isEqualTo(Fired.NOTHING);
    assertThat(deliveries()).isEmpty();
  }

  @Test
  void aScheduleThatNeverWasIsAFailure() {
    assertThatThrownBy(() ->
            now("2026-06-01T12:00:00Z")
                .fire(
                    new Firing(
                        new ScheduleRef(new TenantId(tenant), UUID.randomUUID()), Instant.EPOCH)))
        .isInstanceOf(StepFailure.class);
  }

  @Test
  void aRunThatDidNotHappenIsMadeUpForWithinTheCatchUpWindow() {
    ScheduleRef ref = schedule(row -> {});

    now("2026-05-01T06:05:00Z").watchSchedules();
    assertThat(deliveries()).as("in time yet").isEmpty();
    now("2026-05-01T07:00:00Z").watchSchedules();
    now("2026-05-01T07:15:00Z").watchSchedules();

    assertThat(deliveries())
        .singleElement()
        .returns("caught-up", ImpactDeliveriesRecord::getCause)
        .returns(ref.scheduleId(), ImpactDeliveriesRecord::getScheduleId);
  }

  @Test
  void runsThatAreTooOldAreToldOfUntilTheyAreDelivered() {
    ScheduleRef ref = schedule(row -> {});

    assertThat(now("2026-06-20T00:00:00Z").watchSchedules().missed()).isPositive();
    assertThat(row(ref))
        .returns(LocalDate.of(2026, 3, 1), ScheduledDeliveriesRecord::getMissedFrom)
        .returns(LocalDate.of(2026, 6, 1), ScheduledDeliveriesRecord::getMissedUntil);

    for (String due :
        List.of("2026-04-01T06:00:00Z", "2026-05-01T06:00:00Z", "2026-06-01T06:00:00Z")) {
      now("2026-06-20T00:00:00Z").fire(new Firing(ref, time(due)));
    }
    now("2026-06-20T00:00:00Z").watchSchedules();
    assertThat(row(ref).getMissedFrom()).isNull();
  }

  @Test
  void aRunThatSummerTimeLeavesOutIsMadeUpFor() {
    schedule(row -> {
      row.setFrequency("custom");
      row.setCron("30 2 * * *");
      row.setRunDay(null);
      row.setRunTime(null);
      row.setPeriodUnit("day");
      row.setActiveSince(time("2026-03-28T12:00:00Z"));
    });

    now("2026-03-29T03:00:00Z").watchSchedules();

    assertThat(deliveries())
        .singleElement()
        .returns(LocalDate.of(2026, 3, 28), ImpactDeliveriesRecord::getPeriodFrom);
  }

  @Test
  void whatWasDueBeforeAScheduleBeganToRunSoIsNotMissed() {
    ScheduleRef ref = schedule(row -> row.setActiveSince(time("2026-06-02T00:00:00Z")));

    now("2026-06-20T00:00:00Z").watchSchedules();

    assertThat(row(ref).getMissedFrom()).isNull();
    assertThat(deliveries()).isEmpty();
  }

  private ScheduleRef schedule(Consumer<ScheduledDeliveriesRecord> change) {
    UUID id = Ids.next();
    api.change(
        tenant,
        db -> {
          ScheduledDeliveriesRecord row = db.newRecord(SCHEDULED_DELIVERIES);
          row.setTenantId(tenant);
          row.setScheduleId(id);
          row.setPlatform("benevity");
          row.setFrequency("monthly");
          row.setRunDay(1);
          row.setRunTime(LocalTime.of(8, 0));
          row.setPeriodUnit("month");
          row.setTimeZone("Europe/Oslo");
          row.setOverlap("skip");
          row.setCatchUpSeconds((int) Duration.ofHours(6).toSeconds());
          row.setJitterSeconds(0);
          row.setApproval("never");
          row.setPaused(false);
          row.setActiveSince(time("2026-03-10T00:00:00Z"));
          row.setCreatedBy("somebody");
          change.accept(row);
          row.insert();
        });
    return new ScheduleRef(new TenantId(tenant), id);
  }

  private ScheduleActivities now(String now) {
    return new ScheduleActivitiesImpl(
        new SystemView(database.system()),
        worker,
        Clock.fixed(Instant.parse(now), ZoneOffset.UTC),
        meters,
        () -> () -> {});
  }

  private static Instant time(String time) {
    return Instant.parse(time);
  }

  private List<ImpactDeliveriesRecord> deliveries() {
    return worker.read(
        tenant,
        db ->
            db.selectFrom(IMPACT_DELIVERIES).where(IMPACT_DELIVERIES.TENANT_ID.eq(tenant)).fetch());
  }

  private List<StartIntentsRecord> intents() {
    return worker.read(
        tenant,
        db -> db.selectFrom(START_INTENTS).where(START_INTENTS.TENANT_ID.eq(tenant)).fetch());
  }

  private ScheduledDeliveriesRecord row(ScheduleRef ref) {
    return worker.read(
        tenant,
        db ->
            db.selectFrom(SCHEDULED_DELIVERIES)
                .where(
                    SCHEDULED_DELIVERIES.TENANT_ID.eq(tenant),
                    SCHEDULED_DELIVERIES.SCHEDULE_ID.eq(ref.scheduleId()))
                .fetchSingle());
  }
}
