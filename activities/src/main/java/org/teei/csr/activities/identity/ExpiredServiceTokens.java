package org.teei.csr.activities.identity;

import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * The record of used service tokens, an hour after they ended, when no clock of ours takes them any
 * more.
 */
public final class ExpiredServiceTokens implements Expiring {
  private static final int PORTION = 10_000;

  private final Tenancy tenancy;

  public ExpiredServiceTokens(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  @Override
  public int removeSome(String tenant) {
    return tenancy.write(
        tenant,
        db ->
            db.execute(
                """
                delete from csr.service_token_uses where tenant_id = {0} and (service, token_id) in (
                  select service, token_id from csr.service_token_uses
                  where tenant_id = {0} and expires_at < now() - interval '1 hour'
                  order by expires_at
                  limit {1})
                """,
                DSL.val(tenant), DSL.val(PORTION)));
  }
}
