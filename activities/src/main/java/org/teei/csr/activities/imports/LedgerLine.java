package org.teei.csr.activities.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.schema.shared.Json;

/** The outcome of one row that was merged. */
record LedgerLine(
    Place place,
    String outcome,
    boolean updated,
    @Nullable UUID entityId,
    @Nullable String errors) {

  static LedgerLine created(Place place, UUID entityId) {
    return new LedgerLine(place, "accepted", false, entityId, null);
  }

  static LedgerLine updated(Place place, UUID entityId) {
    return new LedgerLine(place, "accepted", true, entityId, null);
  }

  static LedgerLine duplicate(Place place, UUID entityId) {
    return new LedgerLine(place, "duplicate", false, entityId, null);
  }

  /** A row that was sound when the file was checked, and is refused now. */
  static LedgerLine rejected(Place place, List<Fault> faults) {
    List<Map<String, String>> errors =
        faults.stream()
            .map(fault -> Map.of("code", fault.code(), "column", fault.column()))
            .toList();
    return new LedgerLine(place, "rejected", false, null, Json.of(errors));
  }

  /** What is wrong with a row. */
  record Fault(String code, String column) {}

  static void insert(Connection connection, ImportJob job, List<LedgerLine> lines)
      throws SQLException {
    boolean correction = job.attempt() > 0;
    int written =
        BulkSql.execute(
            connection,
            """
            insert into csr.import_rows
              (tenant_id, import_id, attempt, row_number, attempt_row, byte_offset, byte_length, outcome, updated,
               entity_id, errors)
            select ?, ?, ?, row_number, attempt_row, byte_offset, byte_length, outcome, updated, entity_id, errors::jsonb
            from unnest(?, ?, ?, ?, ?, ?, ?, ?)
              as line (row_number, attempt_row, byte_offset, byte_length, outcome, updated, entity_id, errors)
            """
                + (correction ? Attempt.REPLACE_LINE : ""),
            job.tenant(),
            job.importId(),
            job.attempt(),
            Column.of("bigint", lines, line -> line.place().ledgerRow()),
            Column.of("bigint", lines, line -> correction ? line.place().row() : null),
            Column.of("bigint", lines, line -> line.place().offset()),
            Column.of("int", lines, line -> line.place().length()),
            Column.of("text", lines, LedgerLine::outcome),
            Column.of("boolean", lines, LedgerLine::updated),
            Column.of("uuid", lines, LedgerLine::entityId),
            Column.of("text", lines, LedgerLine::errors));
    if (written < lines.size()) {
      throw new IllegalStateException("a corrected row is not rejected any more");
    }
  }
}
