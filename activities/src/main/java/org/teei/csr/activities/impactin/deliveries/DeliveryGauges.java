package org.teei.csr.activities.impactin.deliveries;

import static org.teei.csr.schema.jooq.Tables.IMPACT_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.SCHEDULED_DELIVERIES;
import static org.teei.csr.schema.jooq.Tables.VENDOR_CIRCUITS;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Look;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.workflows.impactin.deliveries.DeliveryStatus;

/**
 * How deliveries, their schedules and the circuits of platforms stand, of all companies together.
 * Each worker process tells the same; see {@link Look}.
 *
 * <ul>
 *   <li>{@code csr.deliveries.waiting}, by platform and status: what a person, or the platform's
 *       own word, has to move on
 *   <li>{@code csr.deliveries.oldest.unconfirmed}, by platform: seconds since the arrival of the
 *       one whose confirmation has been awaited for longest; 0 where none is awaited
 *   <li>{@code csr.schedules.missed}: schedules with a run that did not happen and is too old to be
 *       made up for
 *   <li>{@code csr.circuits.open}, by platform: addresses that nothing is sent to now
 * </ul>
 */
public final class DeliveryGauges {
  private static final List<DeliveryStatus> WAITING =
      List.of(DeliveryStatus.AWAITING_APPROVAL, DeliveryStatus.PARKED, DeliveryStatus.UNKNOWN);

  private final Look<Standing> look;

  public DeliveryGauges(SystemView system, MeterRegistry meters) {
    this(new Look<>("deliveries", system, DeliveryGauges::look), meters);
  }

  DeliveryGauges(SystemView system, MeterRegistry meters, Duration fresh) {
    this(new Look<>("deliveries", system, DeliveryGauges::look, fresh), meters);
  }

  private DeliveryGauges(Look<Standing> look, MeterRegistry meters) {
    this.look = look;
    for (Platform platform : Platform.values()) {
      register(meters, platform.spelling());
    }
    Gauge.builder("csr.schedules.missed", this, gauges -> gauges.look.told(Standing::missed))
        .description("Schedules with a run that did not happen")
        .register(meters);
  }

  private void register(MeterRegistry meters, String platform) {
    for (DeliveryStatus status : WAITING) {
      Place place = new Place(platform, status.spelling());
      Gauge.builder(
              "csr.deliveries.waiting", this, gauges -> gauges.look.told(now -> now.at(place)))
          .description("Deliveries that do not go on by themselves, or are being asked about")
          .tag("platform", platform)
          .tag("status", status.spelling())
          .register(meters);
    }
    Gauge.builder(
            "csr.deliveries.oldest.unconfirmed",
            this,
            gauges -> gauges.look.told(now -> now.oldest().getOrDefault(platform, 0.0)))
        .description("Time since the arrival of the delivery that is unconfirmed for longest")
        .baseUnit("seconds")
        .tag("platform", platform)
        .register(meters);
    Gauge.builder(
            "csr.circuits.open",
            this,
            gauges -> gauges.look.told(now -> now.open().getOrDefault(platform, 0)))
        .description("Addresses of the platform that nothing is sent to now")
        .tag("platform", platform)
        .register(meters);
  }

  private record Place(String platform, String status) {}

  /** What the last look saw; what is zero is left out. */
  private record Standing(
      Map<Place, Integer> waiting,
      Map<String, Double> oldest,
      int missed,
      Map<String, Integer> open) {

    int at(Place place) {
      return waiting.getOrDefault(place, 0);
    }
  }

  private static Standing look(DSLContext db) {
    return new Standing(waiting(db), oldest(db), missed(db), open(db));
  }

  private static Map<Place, Integer> waiting(DSLContext db) {
    return db.select(IMPACT_DELIVERIES.PLATFORM, IMPACT_DELIVERIES.STATUS, DSL.count())
        .from(IMPACT_DELIVERIES)
        .where(
            IMPACT_DELIVERIES.FINISHED_AT.isNull(),
            IMPACT_DELIVERIES.STATUS.in(WAITING.stream().map(DeliveryStatus::spelling).toList()))
        .groupBy(IMPACT_DELIVERIES.PLATFORM, IMPACT_DELIVERIES.STATUS)
        .fetchMap(row -> new Place(row.value1(), row.value2()), row -> row.value3());
  }

  private static Map<String, Double> oldest(DSLContext db) {
    Instant now = db.select(DSL.currentInstant()).fetchSingle().value1();
    return db.select(IMPACT_DELIVERIES.PLATFORM, DSL.min(IMPACT_DELIVERIES.DELIVERED_AT))
        .from(IMPACT_DELIVERIES)
        .where(
            IMPACT_DELIVERIES.FINISHED_AT.isNull(),
            IMPACT_DELIVERIES.STATUS.eq(DeliveryStatus.DELIVERED.spelling()))
        .groupBy(IMPACT_DELIVERIES.PLATFORM)
        .fetchMap(
            row -> row.value1(), row -> Duration.between(row.value2(), now).toMillis() / 1000.0);
  }

  private static int missed(DSLContext db) {
    return db.fetchCount(
        SCHEDULED_DELIVERIES,
        SCHEDULED_DELIVERIES.MISSED_FROM.isNotNull(),
        SCHEDULED_DELIVERIES.PAUSED.isFalse(),
        SCHEDULED_DELIVERIES.DELETED.isFalse());
  }

  /** One whose time is over lets the next request through. */
  private static Map<String, Integer> open(DSLContext db) {
    return db.select(VENDOR_CIRCUITS.PLATFORM, DSL.count())
        .from(VENDOR_CIRCUITS)
        .where(
            VENDOR_CIRCUITS.STATE.eq("open"),
            VENDOR_CIRCUITS
                .OPEN_UNTIL
                .isNull()
                .or(VENDOR_CIRCUITS.OPEN_UNTIL.gt(DSL.currentInstant())))
        .groupBy(VENDOR_CIRCUITS.PLATFORM)
        .fetchMap(row -> row.value1(), row -> row.value2());
  }
}
