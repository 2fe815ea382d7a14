package org.teei.csr.activities.identity;

import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Counts of requests of those who sent none for an hour. The rows belong to no tenant: the first
 * one whose turn it is removes all.
 */
public final class ExpiredRateLimits implements Expiring {
  private static final int PORTION = 10_000;

  private final Tenancy tenancy;

  public ExpiredRateLimits(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  /** Says twice what is idle, so that a row in which a request has just been counted stays. */
  @Override
  public int removeSome(String tenant) {
    return tenancy.write(
        tenant,
        db ->
            db.execute(
                """
                delete from csr.rate_limits where window_start < now() - interval '1 hour' and bucket in (
                  select bucket from csr.rate_limits
                  where window_start < now() - interval '1 hour'
                  limit {0})
                """,
                DSL.val(PORTION)));
  }
}
