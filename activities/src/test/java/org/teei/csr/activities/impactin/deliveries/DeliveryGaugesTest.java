package org.teei.csr.activities.impactin.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.SCHEDULED_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.VENDOR_CIRCUITS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.impactin.NewDelivery;
import org.teei.csr.schema.jooq.tables.records.ImpactDeliveriesRecord;
import org.teei.csr.schema.jooq.tables.records.ScheduledDeliveriesRecord;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/** The gauges are of all companies, so this has a database of its own. */
class DeliveryGaugesTest {
  private final Database database = Database.create();
  private final Tenancy worker = new Tenancy(database.worker());
  private final Tenancy api = new Tenancy(database.api());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DeliveryGauges gauges = gauges(Duration.ZERO);

  private DeliveryGauges gauges(Duration fresh) {
    return new DeliveryGauges(new SystemView(database.system()), meters, fresh);
  }

  @AfterEach
  void close() {
    assertThat(gauges).isNotNull();
    database.close();
  }

  @Test
  void countsWhatWaitsOfAllCompaniesByPlatformAndStatus() {
    for (int i = 0; i < 2; i++) {
      String tenant = database.freshTenant();
      delivery(tenant, 1, row -> row.setStatus("parked"));
      delivery(tenant, 2, row -> row.setStatus("awaiting_approval"));
      delivery(tenant, 3, row -> row.setStatus("delivering"));
      delivery(
          tenant,
          4,
          row -> {
            row.setStatus("failed");
            row.setFinishedAt(Instant.now());
          });
    }

    assertThat(waiting("benevity", "parked")).isEqualTo(2);
    assertThat(waiting("benevity", "awaiting_approval")).isEqualTo(2);
    assertThat(waiting("benevity", "unknown")).isZero();
    assertThat(waiting("goodera", "parked")).isZero();
    assertThat(meters.find("csr.deliveries.waiting").gauges()).hasSize(4 * 3);
  }

  @Test
  void tellsHowLongAConfirmationHasBeenAwaited() {
    String tenant = database.freshTenant();
    delivery(tenant, 1, row -> arrived(row, Duration.ofHours(2)));
    delivery(tenant, 2, row -> arrived(row, Duration.ofHours(3)));
    delivery(
        tenant,
        3,
        row -> {
          arrived(row, Duration.ofDays(9));
          row.setFinishedAt(Instant.now());
        });

    assertThat(of("csr.deliveries.oldest.unconfirmed", "benevity"))
        .isCloseTo(Duration.ofHours(3).toSeconds(), within(60.0));
    assertThat(of("csr.deliveries.oldest.unconfirmed", "workday")).isZero();
  }

  @Test
  void countsSchedulesWithAMissedRunUnlessTheyArePausedOrGone() {
    String tenant = database.freshTenant();
    schedule(tenant, row -> {});
    missed(schedule(tenant, row -> {}));
    missed(schedule(tenant, row -> row.setPaused(true)));
    missed(schedule(tenant, row -> row.setDeleted(true)));

    assertThat(meters.get("csr.schedules.missed").gauge().value()).isEqualTo(1);
  }

  @Test
  void countsCircuitsThatAreOpenNow() {
    circuit("goodera", "open", null);
    circuit("goodera", "open", Instant.now().plusSeconds(60));
    circuit("goodera", "open", Instant.now().minusSeconds(60));
    circuit("goodera", "half-open", null);
    circuit("benevity", "closed", null);

    assertThat(of("csr.circuits.open", "goodera")).isEqualTo(2);
    assertThat(of("csr.circuits.open", "benevity")).isZero();
  }

  @Test
  void oneLookCountsForAWhile() {
    meters.clear();
    DeliveryGauges lasting = gauges(Duration.ofHours(1));
    String tenant = database.freshTenant();

    assertThat(waiting("benevity", "parked")).isZero();
    delivery(tenant, 1, row -> row.setStatus("parked"));

    assertThat(waiting("benevity", "parked")).isZero();
    assertThat(lasting).isNotNull();
  }

  /** Nothing that says zero where nobody could look. */
  @Test
  void isNotANumberWithoutTheDatabase() {
    meters.clear();
    var pool = database.newPool("csr_system", 1);
    var away = new DeliveryGauges(new SystemView(pool), meters, Duration.ZERO);
    pool.close();

    assertThat(waiting("benevity", "parked")).isNaN();
    assertThat(meters.get("csr.schedules.missed").gauge().value()).isNaN();
    assertThat(away).isNotNull();
  }

  private double waiting(String platform, String status) {
    return meters
        .get("csr.deliveries.waiting")
        .tag("platform", platform)
        .tag("status", status)
        .gauge()
        .value();
  }

  private double of(String name, String platform) {
    return meters.get(name).tag("platform", platform).gauge().value();
  }

  private static void arrived(ImpactDeliveriesRecord row, Duration ago) {
    row.setStatus("delivered");
    row.setDeliveredAt(Instant.now().minus(ago));
  }

  private void delivery(String tenant, int month, Consumer<ImpactDeliveriesRecord> change) {
    LocalDate from = YearMonth.of(2026, month).atDay(1);
    UUID id = Ids.next();
    worker.change(
        tenant,
        db -> {
          new NewDelivery(
                  tenant,
                  id,
                  "benevity",
                  from,
                  from.plusMonths(1),
                  "UTC",
                  null,
                  "run-now",
                  "never",
                  "impactin/" + tenant + "/" + id,
                  "somebody")
              .open(db);
          ImpactDeliveriesRecord row =
              db.selectFrom(IMPACT_DELIVERIES)
                  .where(IMPACT_DELIVERIES.DELIVERY_ID.eq(id))
                  .fetchSingle();
          change.accept(row);
          row.update();
        });
  }

  private ScheduledDeliveriesRecord schedule(
      String tenant, Consumer<ScheduledDeliveriesRecord> change) {
    ScheduledDeliveriesRecord row = new ScheduledDeliveriesRecord();
    row.setTenantId(tenant);
    row.setScheduleId(Ids.next());
    row.setPlatform("benevity");
    row.setFrequency("monthly");
    row.setRunDay(1);
    row.setRunTime(LocalTime.of(8, 0));
    row.setPeriodUnit("month");
    row.setTimeZone("Europe/Oslo");
    row.setOverlap("skip");
    row.setCatchUpSeconds(3600);
    row.setJitterSeconds(0);
    row.setApproval("never");
    row.setPaused(false);
    row.setCreatedBy("somebody");
    change.accept(row);
    api.change(tenant, db -> db.insertInto(SCHEDULED_DELIVERIES).set(row).execute());
    return row;
  }

  private void missed(ScheduledDeliveriesRecord schedule) {
    worker.change(
        schedule.getTenantId(),
        db ->
            db.update(SCHEDULED_DELIVERIES)
                .set(SCHEDULED_DELIVERIES.MISSED_FROM, LocalDate.of(2026, 1, 1))
                .set(SCHEDULED_DELIVERIES.MISSED_UNTIL, LocalDate.of(2026, 2, 1))
                .where(SCHEDULED_DELIVERIES.SCHEDULE_ID.eq(schedule.getScheduleId()))
                .execute());
  }

  private void circuit(String platform, String state, @Nullable Instant openUntil) {
    worker.change(
        database.freshTenant(),
        db ->
            db.insertInto(VENDOR_CIRCUITS)
                .set(VENDOR_CIRCUITS.PLATFORM, platform)
                .set(VENDOR_CIRCUITS.HOST, Ids.next() + ".example.org")
                .set(VENDOR_CIRCUITS.STATE, state)
                .set(VENDOR_CIRCUITS.OPEN_UNTIL, openUntil)
                .set(VENDOR_CIRCUITS.ACTOR, "system")
                .execute());
  }
}
