package org.teei.csr.activities.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.workflows.imports.MergeRange;

/**
 * What one row would do.
 *
 * @param personId whose key encrypted the changes; null where nothing changes or nothing can be
 *     told, because the person was erased
 */
record PreviewLine(
    Place place,
    String action,
    @Nullable UUID entityId,
    @Nullable UUID personId,
    byte @Nullable [] changes,
    @Nullable String errors) {

  static PreviewLine create(Place place) {
    return new PreviewLine(place, "create", null, null, null, null);
  }

  static PreviewLine duplicate(Place place, UUID entityId) {
    return new PreviewLine(place, "duplicate", entityId, null, null, null);
  }

  /** A row of which a later one, of the same people under other names, counts instead. */
  static PreviewLine replaced(Place place) {
    return new PreviewLine(place, "duplicate", null, null, null, null);
  }

  static PreviewLine reject(LedgerLine refused) {
    return new PreviewLine(refused.place(), "reject", null, null, null, refused.errors());
  }

  static PreviewLine update(
      Place place, UUID entityId, @Nullable UUID personId, byte @Nullable [] changes) {
    return new PreviewLine(place, "update", entityId, personId, changes, null);
  }

  /** The id that binds the changes of a row to their place. */
  static UUID cipherId(UUID importId, long row) {
    return Ids.derived(importId, "preview/" + row);
  }

  /** What would become of the row. */
  LedgerLine outcome() {
    return switch (action) {
      case "create" -> new LedgerLine(place, "accepted", false, null, null);
      case "update" -> new LedgerLine(place, "accepted", true, entityId, null);
      case "duplicate" -> new LedgerLine(place, "duplicate", false, entityId, null);
      case "reject" -> new LedgerLine(place, "rejected", false, null, errors);
      default -> throw new IllegalStateException("no such action");
    };
  }

  /** Notes the lines of a range in place of those that an earlier attempt has noted. */
  static void replace(
      Connection connection, ImportJob job, MergeRange range, List<PreviewLine> lines)
      throws SQLException {
    BulkSql.execute(
        connection,
        """
        delete from csr.import_previews
        where tenant_id = ? and import_id = ? and row_number between ? and ?
        """,
        job.tenant(),
        job.importId(),
        range.fromRow(),
        range.toRow());
    BulkSql.execute(
        connection,
        """
        insert into csr.import_previews
          (tenant_id, import_id, row_number, action, entity_id, person_id, changes_ciphertext, errors)
        select ?, ?, row_number, action, entity_id, person_id, changes_ciphertext, errors::jsonb
        from unnest(?, ?, ?, ?, ?, ?)
          as line (row_number, action, entity_id, person_id, changes_ciphertext, errors)
        """,
        job.tenant(),
        job.importId(),
        Column.of("bigint", lines, line -> line.place().row()),
        Column.of("text", lines, PreviewLine::action),
        Column.of("uuid", lines, PreviewLine::entityId),
        Column.of("uuid", lines, PreviewLine::personId),
        Column.of("bytea", lines, PreviewLine::changes),
        Column.of("text", lines, PreviewLine::errors));
  }
}
