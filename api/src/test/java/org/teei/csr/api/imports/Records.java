package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.DECISIONS;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import java.util.List;
import java.util.UUID;
import org.teei.csr.api.shared.Api;

/** What a request left on record. */
public final class Records {
  private final Api api;

  public Records(Api api) {
    this.api = api;
  }

  public int decisionsAbout(Object resource) {
    return api.worker()
        .read(
            Api.TENANT,
            db ->
                db.fetchCount(
                    DECISIONS,
                    DECISIONS.TENANT_ID.eq(Api.TENANT),
                    DECISIONS.RESOURCE_ID.eq(resource.toString())));
  }

  public List<String> auditedActions(Object resource) {
    return auditedActions(Api.TENANT, resource);
  }

  public List<String> auditedActions(String tenant, Object resource) {
    return api.worker()
        .read(
            tenant,
            db ->
                db.select(AUDIT_ENTRIES.ACTION)
                    .from(AUDIT_ENTRIES)
                    .where(
                        AUDIT_ENTRIES.TENANT_ID.eq(tenant),
                        AUDIT_ENTRIES.RESOURCE_ID.eq(resource.toString()))
                    .fetch(AUDIT_ENTRIES.ACTION));
  }

  public int pendingStarts(UUID businessRef) {
    return api.worker()
        .read(
            Api.TENANT,
            db ->
                db.fetchCount(
                    START_INTENTS,
                    START_INTENTS.TENANT_ID.eq(Api.TENANT),
                    START_INTENTS.BUSINESS_REF.eq(businessRef.toString()),
                    START_INTENTS.STATE.eq("pending")));
  }
}
