package org.teei.csr.activities.identity;

import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.schema.tenancy.Tenancy;

/** The record of access tokens; it outlives them by 30 days, for whoever asks what was out. */
public final class ExpiredAccessTokens implements Expiring {
  private static final int PORTION = 10_000;
  private static final int DAYS = 30;

  private final Tenancy tenancy;

  public ExpiredAccessTokens(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  @Override
  public int removeSome(String tenant) {
    return tenancy.write(
        tenant,
        db ->
            db.execute(
                """
                delete from csr.access_tokens where tenant_id = {0} and token_id in (
                  select token_id from csr.access_tokens
                  where tenant_id = {0} and expires_at < now() - make_interval(days => {1})
                  order by expires_at
                  limit {2})
                """,
                DSL.val(tenant), DSL.val(DAYS), DSL.val(PORTION)));
  }
}
