package org.teei.csr.api.identity.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.Principal;

/**
 * Counts requests in PostgreSQL, so that several processes count as one. A minute begins with the
 * first request after the minute before.
 */
@Component
final class RequestCounts {
  private static final int MINUTE = 60;

  /**
   * One statement for both counts, and its own transaction: one round trip, and the row of a busy
   * company is locked for no longer than it takes to change it. A request that is too much for the
   * principal does not count for the company, so that one cannot use up what belongs to all.
   */
  private static final String COUNT =
      """
      with principal as (
        insert into csr.rate_limits as r (bucket, window_start, used) values ({0}, now(), 1)
        on conflict (bucket) do update set
          window_start = case when r.window_start + interval '1 minute' <= now() then now() else r.window_start end,
          used = case when r.window_start + interval '1 minute' <= now() then 1 else r.used + 1 end
        returning window_start, used
      ), tenant as (
        insert into csr.rate_limits as r (bucket, window_start, used) select {1}, now(), 1 from principal where used <= {2}
        on conflict (bucket) do update set
          window_start = case when r.window_start + interval '1 minute' <= now() then now() else r.window_start end,
          used = case when r.window_start + interval '1 minute' <= now() then 1 else r.used + 1 end
        returning window_start, used
      )
      select 'principal', {2}, used, window_start, now() from principal
      union all
      select 'tenant', {3}, used, window_start, now() from tenant
      """;

  private final DSLContext db;
  private final LimitsSettings limits;

  RequestCounts(DataSource database, LimitsSettings limits) {
    this.db = DSL.using(database, SQLDialect.POSTGRES, new Settings().withExecuteLogging(false));
    this.limits = limits;
  }

  /**
   * Counts a request; the quota of the company is missing where that of the principal is used up.
   */
  List<Quota> count(Principal who) {
    return db.fetch(
            COUNT,
            DSL.val(Buckets.of("principal", who.tenant(), who.name())),
            DSL.val(Buckets.of("tenant", who.tenant(), "")),
            DSL.val(who.requestsPerMinute().orElse(limits.perPrincipal())),
            DSL.val(limits.perTenant()))
        .map(RequestCounts::quota);
  }

  private static Quota quota(Record row) {
    var resets = instant(row, 3).plusSeconds(MINUTE);
    return new Quota(
        row.get(0, String.class),
        row.get(1, Integer.class),
        row.get(2, Integer.class),
        resets,
        Duration.between(instant(row, 4), resets));
  }

  private static Instant instant(Record row, int column) {
    return row.get(column, OffsetDateTime.class).toInstant();
  }
}
