package org.teei.csr.api.impactin.deliveries;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.impactin.deliveries.DeliverySla.Counted;
import org.teei.csr.api.impactin.deliveries.DeliveryTimeline.Entry;
import org.teei.csr.schema.tenancy.Tenancy;

/** Counts the deliveries of the principal's company, in the database. */
@Component
final class DeliveryReports {
  private static final int DAYS = 30;
  private static final int MOST_DAYS = 366;

  /**
   * Rows that follow each other in all rows and among those that failed alike, have the same
   * difference of their two numbers: they are one run of failures.
   */
  private static final String SLA =
      """
      with asked as (
        select platform, delivery_id, requested_at, attempts,
          delivered_at is not null as arrived,
          delivered_at is null and status in ('failed', 'expired') as failed,
          delivered_at is null and status in ('refused', 'cancelled') as called_off,
          extract(epoch from delivered_at - requested_at) as seconds
        from csr.impact_deliveries
        where tenant_id = ? and requested_at >= ?::timestamptz and requested_at < ?::timestamptz
      ), settled as (
        select platform, failed,
          row_number() over (partition by platform order by requested_at, delivery_id)
            - row_number() over (partition by platform, failed order by requested_at, delivery_id) as run
        from asked where arrived or failed
      ), runs as (
        select platform, count(*) as length from settled where failed group by platform, run
      )
      select platform,
        count(*) as deliveries,
        count(*) filter (where arrived) as arrived,
        count(*) filter (where failed) as failed,
        count(*) filter (where called_off) as called_off,
        count(*) filter (where attempts > 1 and (arrived or failed)) as retried,
        count(*) filter (where attempts > 1 and arrived) as retried_arrived,
        round(avg(seconds), 1) as mean_seconds,
        round(percentile_cont(0.95) within group (order by seconds)::numeric, 1) as p95_seconds,
        coalesce((select max(length) from runs where runs.platform = asked.platform), 0) as longest
      from asked
      group by platform
      """;

  private static final String TIMELINE =
      """
      with counted as (
        select (requested_at at time zone 'UTC')::date as day, platform, status, count(*) as deliveries
        from csr.impact_deliveries
        where tenant_id = ?
        group by 1, 2, 3
      )
      select day, platform, status, deliveries
      from counted
      where day in (select distinct day from counted order by day desc limit ?)
      order by day desc, platform, status
      """;

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;

  DeliveryReports(Tenancy tenancy, CurrentPrincipal principals) {
    this.tenancy = tenancy;
    this.principals = principals;
  }

  /**
   * @param from first day, in UTC; thirty days before {@code until} without it
   * @param until the day behind the last one; tomorrow without it
   */
  DeliverySla sla(@Nullable LocalDate from, @Nullable LocalDate until) {
    RequestedWords.day("from", from);
    RequestedWords.day("until", until);
    var end = until == null ? LocalDate.now(ZoneOffset.UTC).plusDays(1) : until;
    var begin = from == null ? end.minusDays(DAYS) : from;
    if (!begin.isBefore(end) || begin.plusDays(MOST_DAYS).isBefore(end)) {
      throw RequestedWords.invalid("until", "Is from 1 to 366 days behind from.");
    }
    var tenant = principals.get().tenant();
    return DeliverySla.of(begin, end, tenancy.read(tenant, db -> counted(db, tenant, begin, end)));
  }

  private static Map<String, Counted> counted(
      DSLContext db, String tenant, LocalDate from, LocalDate until) {
    return db.resultQuery(SLA, DSL.val(tenant), midnight(from), midnight(until))
        .fetchMap(row -> text(row, "platform"), DeliveryReports::counted);
  }

  private static Field<Instant> midnight(LocalDate day) {
    return DSL.val(day.atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  private static Counted counted(Record row) {
    return new Counted(
        number(row, "deliveries"),
        number(row, "arrived"),
        number(row, "failed"),
        number(row, "called_off"),
        number(row, "retried"),
        number(row, "retried_arrived"),
        row.get("mean_seconds", BigDecimal.class),
        row.get("p95_seconds", BigDecimal.class),
        number(row, "longest"));
  }

  /**
   * @param days at most so many, of those on which deliveries were asked for
   */
  DeliveryTimeline timeline(int days) {
    var tenant = principals.get().tenant();
    return tenancy.read(tenant, db -> timeline(db.resultQuery(TIMELINE, tenant, days).fetch()));
  }

  private static DeliveryTimeline timeline(List<Record> rows) {
    record Place(LocalDate day, String platform) {}
    Map<Place, TreeMap<String, Long>> counts = new LinkedHashMap<>();
    for (var row : rows) {
      var place = new Place(row.get("day", LocalDate.class), text(row, "platform"));
      counts
          .computeIfAbsent(place, _ -> new TreeMap<>())
          .put(text(row, "status"), number(row, "deliveries"));
    }
    List<Entry> entries = new ArrayList<>();
    counts.forEach(
        (place, byStatus) -> entries.add(Entry.of(place.day(), place.platform(), byStatus)));
    return new DeliveryTimeline(List.copyOf(entries));
  }

  private static String text(Record row, String column) {
    return row.get(column, String.class);
  }

  private static long number(Record row, String column) {
    return row.get(column, Long.class);
  }
}
