package org.teei.csr.schema.audit;

import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;

import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.teei.csr.schema.shared.Json;

/**
 * The record of changes, and of looks at persons. An entry is appended in the transaction that
 * changes or reads, and never altered.
 */
public final class Audit {
  private Audit() {}

  public static void append(DSLContext db, AuditEntry entry) {
    db.insertInto(AUDIT_ENTRIES)
        .set(AUDIT_ENTRIES.TENANT_ID, entry.tenant())
        .set(AUDIT_ENTRIES.ENTRY_ID, entry.entryId())
        .set(AUDIT_ENTRIES.ACTOR, entry.actor())
        .set(AUDIT_ENTRIES.ACTOR_ROLE, entry.actorRole())
        .set(AUDIT_ENTRIES.ACTION, entry.action())
        .set(AUDIT_ENTRIES.RESOURCE_TYPE, entry.resourceType())
        .set(AUDIT_ENTRIES.RESOURCE_ID, entry.resourceId())
        .set(AUDIT_ENTRIES.DECISION_ID, entry.decisionId())
        .set(AUDIT_ENTRIES.REQUEST_ID, entry.requestId())
        .set(AUDIT_ENTRIES.WORKFLOW_ID, entry.workflowId())
        .set(AUDIT_ENTRIES.PURPOSE, entry.purpose().spelling())
        .set(
            AUDIT_ENTRIES.CHANGES,
            entry.changes().isEmpty() ? null : JSONB.jsonb(Json.of(entry.changes())))
        .set(AUDIT_ENTRIES.DETAILS, JSONB.jsonb(Json.of(entry.details())))
        .execute();
  }
}
