package org.teei.csr.activities.identity;

import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Buckets of requests that have been full for an hour. The rows belong to no tenant: the first one
 * whose turn it is removes all.
 */
public final class ExpiredRateLimits implements Expiring {
  private static final int PORTION = 10_000;

  private final Tenancy tenancy;

  public ExpiredRateLimits(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  /** Says twice what has expired, so that a bucket from which a token has just been taken stays. */
  @Override
  public int removeSome(String tenant) {
    return tenancy.write(
        tenant,
        db ->
            db.execute(
                """
                delete from csr.rate_limits where expires_at < extract(epoch from now()) * 1000 and bucket in (
                  select bucket from csr.rate_limits
                  where expires_at < extract(epoch from now()) * 1000
                  limit {0})
                """,
                DSL.val(PORTION)));
  }
}
