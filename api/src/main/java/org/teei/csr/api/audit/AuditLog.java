package org.teei.csr.api.audit;

import static java.util.Objects.requireNonNull;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.TENANTS;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.Reach;
import org.teei.csr.api.shared.CursorPage;
import org.teei.csr.api.shared.Cursors;
import org.teei.csr.schema.jooq.tables.records.AuditEntriesRecord;

/** Reads the record as far as the principal sees it, the newest entries first. */
@Component
final class AuditLog {
  static final String PATH = "/v1/audit";

  private final Reach reach;
  private final CurrentPrincipal principals;
  private final Cursors cursors;

  AuditLog(Reach reach, CurrentPrincipal principals, Cursors cursors) {
    this.reach = reach;
    this.principals = principals;
    this.cursors = cursors;
  }

  /** Where an entry stands in the order of the record; no two tenants have an id in common. */
  record Place(Instant occurredAt, UUID entryId) {

    static Place of(AuditEntriesRecord row) {
      return new Place(row.getOccurredAt(), row.getEntryId());
    }

    static Place of(byte[] bytes) {
      var in = ByteBuffer.wrap(bytes);
      return new Place(
          Instant.ofEpochSecond(in.getLong(), in.getInt()), new UUID(in.getLong(), in.getLong()));
    }

    byte[] bytes() {
      return ByteBuffer.allocate(3 * Long.BYTES + Integer.BYTES)
          .putLong(occurredAt.getEpochSecond())
          .putInt(occurredAt.getNano())
          .putLong(entryId.getMostSignificantBits())
          .putLong(entryId.getLeastSignificantBits())
          .array();
    }
  }

  CursorPage<AuditedAction> list(AuditFilter filter, @Nullable String cursor, int pageSize) {
    var tenant = principals.get().tenant();
    var given = filter.checked().given();
    var after = cursor == null ? null : Place.of(cursors.open(tenant, PATH, given, cursor));
    var rows = reach.read(db -> select(db, filter, after, pageSize + 1).fetchInto(AUDIT_ENTRIES));
    var shown = rows.subList(0, Math.min(pageSize, rows.size()));
    var next =
        rows.size() > pageSize
            ? cursors.seal(tenant, PATH, given, Place.of(shown.getLast()).bytes())
            : null;
    return CursorPage.of(
        shown.stream().map(AuditedAction::of).toList(), pageSize, PATH, given, cursor, next);
  }

  private Select<?> select(DSLContext db, AuditFilter filter, @Nullable Place after, int atMost) {
    var columns = reach.columns(AUDIT_ENTRIES, AUDIT_ENTRIES.CHANGES, AUDIT_ENTRIES.DETAILS);
    return reach.headersOnly() && filter.tenant() == null
        ? queryAll(db, columns, filter, after, atMost)
        : query(
            db,
            columns,
            reach.covers(AUDIT_ENTRIES.TENANT_ID, filter.tenant()),
            filter,
            after,
            atMost);
  }

  /** The first of each tenant, of which the first of all: each is read from the end of an index. */
  static Select<?> queryAll(
      DSLContext db,
      List<Field<?>> columns,
      AuditFilter filter,
      @Nullable Place after,
      int atMost) {
    var ofTenant =
        query(db, columns, AUDIT_ENTRIES.TENANT_ID.eq(TENANTS.TENANT_ID), filter, after, atMost)
            .asTable("of_tenant");
    return db.select(ofTenant.fields())
        .from(TENANTS)
        .crossJoin(DSL.lateral(ofTenant))
        .orderBy(
            requireNonNull(ofTenant.field(AUDIT_ENTRIES.OCCURRED_AT)).desc(),
            requireNonNull(ofTenant.field(AUDIT_ENTRIES.ENTRY_ID)).desc())
        .limit(atMost);
  }

  static Select<?> query(
      DSLContext db,
      List<Field<?>> columns,
      Condition covered,
      AuditFilter filter,
      @Nullable Place after,
      int atMost) {
    return db.select(columns)
        .from(AUDIT_ENTRIES)
        .where(covered, filter.condition())
        .and(
            after == null
                ? DSL.noCondition()
                : DSL.row(AUDIT_ENTRIES.OCCURRED_AT, AUDIT_ENTRIES.ENTRY_ID)
                    .lessThan(after.occurredAt(), after.entryId()))
        .orderBy(AUDIT_ENTRIES.OCCURRED_AT.desc(), AUDIT_ENTRIES.ENTRY_ID.desc())
        .limit(atMost);
  }
}
