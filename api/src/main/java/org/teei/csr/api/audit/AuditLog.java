package org.teei.csr.api.audit;

import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.shared.CursorPage;
import org.teei.csr.api.shared.Cursors;
import org.teei.csr.schema.jooq.tables.records.AuditEntriesRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/** Reads the record of the principal's tenant, the newest entries first. */
@Component
final class AuditLog {
  static final String PATH = "/v1/audit";

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final Cursors cursors;

  AuditLog(Tenancy tenancy, CurrentPrincipal principals, Cursors cursors) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.cursors = cursors;
  }

  /** Where an entry stands in the order of the record. */
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
    var rows = tenancy.read(tenant, db -> query(db, tenant, filter, after, pageSize + 1).fetch());
    var shown = rows.subList(0, Math.min(pageSize, rows.size()));
    var next =
        rows.size() > pageSize
            ? cursors.seal(tenant, PATH, given, Place.of(shown.getLast()).bytes())
            : null;
    return CursorPage.of(
        shown.stream().map(AuditedAction::of).toList(), pageSize, PATH, given, cursor, next);
  }

  static Select<AuditEntriesRecord> query(
      DSLContext db, String tenant, AuditFilter filter, @Nullable Place after, int atMost) {
    return db.selectFrom(AUDIT_ENTRIES)
        .where(filter.condition(tenant))
        .and(
            after == null
                ? DSL.noCondition()
                : DSL.row(AUDIT_ENTRIES.OCCURRED_AT, AUDIT_ENTRIES.ENTRY_ID)
                    .lessThan(after.occurredAt(), after.entryId()))
        .orderBy(AUDIT_ENTRIES.OCCURRED_AT.desc(), AUDIT_ENTRIES.ENTRY_ID.desc())
        .limit(atMost);
  }
}
