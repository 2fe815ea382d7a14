package org.teei.csr.activities.imports;

import java.sql.Connection;
import java.sql.SQLException;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.engines.imports.ColumnSpec;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.workflows.imports.ImportRef;

/**
 * How many rows of an import had which error, written once when it ends: statistics over years read
 * some lines for each import, and no ledger. A row counts once for each pair of code and column:
 * that is seen to row by row, because telling the rows of a large file apart afterwards sorts all
 * of them. The ledger is read by its index of rejected rows in quarantine.
 */
final class ErrorCounts {
  private static final String OPEN =
      """
      select e.code, e.column_name, count(*) as rows
      from csr.import_rows r cross join lateral (
        select distinct error ->> 'code' as code, case when error ->> 'column' = any (?) then error ->> 'column' else '' end as column_name
        from jsonb_array_elements(r.errors) error) e
      where r.tenant_id = ? and r.import_id = ? and r.outcome = 'rejected' and r.discarded_at is null
      group by 1, 2
      """;

  private static final Column COLUMNS =
      Column.of(
          "text",
          ImportSchemas.all().stream()
              .flatMap(schema -> schema.columns().stream())
              .map(ColumnSpec::name)
              .distinct()
              .toList(),
          name -> name);

  private ErrorCounts() {}

  /** The file was read to its end, or as far as it goes; a dry run is no statistic. */
  static void found(Connection connection, ImportRef ref) throws SQLException {
    BulkSql.execute(
        connection,
        "delete from csr.import_error_counts where tenant_id = ? and import_id = ?",
        ref.tenant().value(),
        ref.importId());
    BulkSql.execute(
        connection,
        """
        insert into csr.import_error_counts (tenant_id, import_id, code, column_name, found_rows, open_rows)
        select j.tenant_id, j.import_id, open.code, open.column_name, open.rows,
          case when j.finished_stage = 'merged' then open.rows else 0 end
        from (%s) open cross join csr.import_jobs j
        where j.tenant_id = ? and j.import_id = ? and j.mode <> 'dry-run'
        """
            .formatted(OPEN),
        COLUMNS,
        ref.tenant().value(),
        ref.importId(),
        ref.tenant().value(),
        ref.importId());
  }

  /** Rows left the quarantine, or came back with other errors. */
  static void corrected(Connection connection, ImportRef ref) throws SQLException {
    BulkSql.execute(
        connection,
        "update csr.import_error_counts set open_rows = 0 where tenant_id = ? and import_id = ?",
        ref.tenant().value(),
        ref.importId());
    BulkSql.execute(
        connection,
        """
        insert into csr.import_error_counts (tenant_id, import_id, code, column_name, found_rows, open_rows)
        select ?, ?, open.code, open.column_name, 0, open.rows from (%s) open
        on conflict (tenant_id, import_id, code, column_name) do update set open_rows = excluded.open_rows
        """
            .formatted(OPEN),
        ref.tenant().value(),
        ref.importId(),
        COLUMNS,
        ref.tenant().value(),
        ref.importId());
  }
}
