package org.teei.csr.schema.operations;

import static org.teei.csr.schema.jooq.Tables.LEASES;

import java.time.Duration;
import java.util.Optional;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.teei.csr.schema.jooq.tables.records.LeasesRecord;
import org.teei.csr.schema.tenancy.SystemView;

/**
 * Lets one of many processes run a loop. A holder that slept through the end of its lease does not
 * know it: so a loop renews before each round, and what it writes is fenced by the table it writes
 * to, which remembers the highest number seen:
 *
 * <pre>{@code
 * var lease = leases.acquire("relay/" + tenant, holder, Duration.ofSeconds(10));
 * while (lease.isPresent()) {
 *   var events = reader.next(tenant, 500);
 *   publish(events);
 *   if (!reader.published(tenant, events.getLast().position(), lease.get().fencing())) {
 *     return; // another process took over
 *   }
 *   lease = leases.renew(lease.get(), Duration.ofSeconds(10));
 * }
 * }</pre>
 */
public final class Leases {
  private final SystemView system;

  public Leases(SystemView system) {
    this.system = system;
  }

  /**
   * Takes a lease that is free, over, or held by {@code holder} already; empty if another holds it.
   */
  public Optional<Lease> acquire(String name, String holder, Duration duration) {
    return system.write(db ->
        db.resultQuery(
                """
                insert into csr.leases as held (name, holder, fencing, expires_at)
                values ({0}, {1}, 1, now() + {2})
                on conflict (name) do update
                set holder = excluded.holder,
                    fencing = held.fencing + case when held.expires_at > now() then 0 else 1 end,
                    expires_at = excluded.expires_at
                where held.expires_at <= now() or held.holder = excluded.holder
                returning *
                """,
                DSL.val(name), DSL.val(holder), DSL.val(DayToSecond.valueOf(duration)))
            .fetchOptional(row -> lease(row.into(LEASES))));
  }

  /** Prolongs a lease from now; empty if another process has taken it. */
  public Optional<Lease> renew(Lease lease, Duration duration) {
    return system.write(db ->
        db.update(LEASES)
            .set(LEASES.EXPIRES_AT, DSL.currentInstant().plus(DayToSecond.valueOf(duration)))
            .where(
                LEASES.NAME.eq(lease.name()),
                LEASES.HOLDER.eq(lease.holder()),
                LEASES.FENCING.eq(lease.fencing()))
            .returning()
            .fetchOptional(Leases::lease));
  }

  /** Gives a lease back, so that the next holder need not wait for its end. */
  public void release(Lease lease) {
    system.write(db ->
        db.update(LEASES)
            .set(LEASES.EXPIRES_AT, DSL.currentInstant())
            .where(
                LEASES.NAME.eq(lease.name()),
                LEASES.HOLDER.eq(lease.holder()),
                LEASES.FENCING.eq(lease.fencing()))
            .execute());
  }

  private static Lease lease(LeasesRecord row) {
    return new Lease(row.getName(), row.getHolder(), row.getFencing(), row.getExpiresAt());
  }
}
