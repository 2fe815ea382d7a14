package org.teei.csr.activities.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.engines.imports.RowErrorCode;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.workflows.imports.Merged;

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
    List<Map<String, Object>> errors = faults.stream().map(Fault::entry).toList();
    return new LedgerLine(place, "rejected", false, null, Json.of(errors));
  }

  /**
   * What is wrong with a row.
   *
   * @param people whom it takes for one; empty for other errors
   */
  record Fault(RowErrorCode code, String column, List<UUID> people) {

    Fault(RowErrorCode code, String column) {
      this(code, column, List.of());
    }

    private Map<String, Object> entry() {
      return people.isEmpty()
          ? Map.of("code", code.code(), "column", column)
          : Map.of("code", code.code(), "column", column, "people", people);
    }
  }

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

  /** Adds the lines to the counts of the import, and to those of its attempt. */
  static void count(Connection connection, ImportJob job, List<LedgerLine> lines)
      throws SQLException {
    Merged sum = sum(lines);
    if (job.attempt() > 0) {
      Corrections.move(connection, job, sum.accepted(), sum.updated(), sum.duplicate());
    }
    BulkSql.execute(
        connection,
        """
        update %s
        set accepted_rows = accepted_rows + ?, updated_rows = updated_rows + ?,
          rejected_rows = rejected_rows + ?, duplicate_rows = duplicate_rows + ?
        where tenant_id = ? and import_id = ?%s
        """
            .formatted(Attempt.table(job), Attempt.key(job)),
        sum.accepted(),
        sum.updated(),
        sum.rejected(),
        sum.duplicate(),
        job.tenant(),
        job.importId());
  }

  static Merged sum(List<LedgerLine> lines) {
    return new Merged(
        outcomes(lines, "accepted"),
        lines.stream().filter(LedgerLine::updated).count(),
        outcomes(lines, "rejected"),
        outcomes(lines, "duplicate"));
  }

  static long outcomes(List<LedgerLine> lines, String outcome) {
    return lines.stream().filter(line -> line.outcome().equals(outcome)).count();
  }
}
