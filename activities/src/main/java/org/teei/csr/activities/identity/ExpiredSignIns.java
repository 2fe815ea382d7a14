package org.teei.csr.activities.identity;

import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Expiring;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Sign-ins of people with their refresh tokens, which outlive their end by 30 days, for whoever
 * asks who was signed in; and sessions of browsers, which do not.
 */
public final class ExpiredSignIns implements Expiring {
  private static final int PORTION = 10_000;
  private static final int DAYS = 30;

  private final Tenancy tenancy;

  public ExpiredSignIns(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  @Override
  public int removeSome(String tenant) {
    return tenancy.write(tenant, db -> signIns(db, tenant) + browserSessions(db, tenant));
  }

  private static int signIns(DSLContext db, String tenant) {
    return db.execute(
        """
        delete from csr.sign_ins where tenant_id = {0} and sign_in_id in (
          select sign_in_id from csr.sign_ins
          where tenant_id = {0} and expires_at < now() - make_interval(days => {1})
          order by expires_at
          limit {2})
        """,
        DSL.val(tenant), DSL.val(DAYS), DSL.val(PORTION));
  }

  private static int browserSessions(DSLContext db, String tenant) {
    return db.execute(
        """
        delete from csr.browser_sessions where tenant_id = {0} and session_digest in (
          select session_digest from csr.browser_sessions
          where tenant_id = {0} and expires_at < now()
          order by expires_at
          limit {1})
        """,
        DSL.val(tenant), DSL.val(PORTION));
  }
}
