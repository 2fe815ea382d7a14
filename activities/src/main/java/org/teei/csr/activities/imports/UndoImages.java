package org.teei.csr.activities.imports;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.engines.imports.ImportRow;

/**
 * What stood in the table of a kind before rows of an import changed it. Ciphertexts are copied as
 * they are: their keys and the ids that they are bound to stay the same, so an image can be put
 * back, and who is erased is unreadable there too.
 */
final class UndoImages {
  private UndoImages() {}

  /**
   * Keeps the rows that are about to be changed, with their texts. To be called in the transaction
   * that changes them, before it does; rows that this transaction made itself have nothing to keep.
   */
  static <R extends ImportRow, B extends Before> void keep(
      Connection connection, ImportJob job, KindTable<R, B> table, List<Landed<R, B>> changed)
      throws SQLException {
    List<Landed<R, B>> stood = changed.stream().filter(row -> row.before() != null).toList();
    if (stood.isEmpty()) {
      return;
    }
    BulkSql.execute(
        connection,
        """
        insert into csr.import_undo_images
          (tenant_id, import_id, attempt, row_number, entity_id, person_id, people, image, texts)
        select t.tenant_id, ?, ?, changed.row_number, changed.entity_id, changed.author_id,
          changed.author_id || %s, to_jsonb(t), %s
        from unnest(?, ?, ?) as changed (row_number, entity_id, author_id)
          join csr.%s t on t.tenant_id = ? and t.%s = changed.entity_id
        """
            .formatted(table.peopleOfRow(), texts(table), table.name(), table.idColumn()),
        job.importId(),
        job.attempt(),
        Column.of("bigint", stood, row -> row.candidate().place().ledgerRow()),
        Column.of("uuid", stood, Landed::id),
        Column.of("uuid", stood, UndoImages::author),
        job.tenant());
  }

  private static <B extends Before> Object author(Landed<?, B> row) {
    B before = row.before();
    if (before == null) {
      throw new IllegalStateException("a new row has no former author");
    }
    return before.authorId();
  }

  private static String texts(KindTable<?, ?> table) {
    return table.textColumns().isEmpty()
        ? "'[]'::jsonb"
        : """
        coalesce((
          select jsonb_agg(to_jsonb(x)) from csr.texts x
          where x.tenant_id = t.tenant_id and x.text_id in (%s)), '[]')
        """
            .formatted(of("t", table.textColumns()));
  }

  private static String of(String alias, List<String> columns) {
    return columns.stream().map(column -> alias + "." + column).collect(joining(", "));
  }

  /** Puts rows back as their images have them, with their texts; columns of later days stay. */
  static void putBack(
      Connection connection, ImportJob job, KindTable<?, ?> table, int attempt, List<Long> rows)
      throws SQLException {
    List<String> columns =
        Stream.of(table.table().fields())
            .map(field -> field.getName())
            .filter(name ->
                !name.equals("tenant_id")
                    && !name.equals(table.idColumn())
                    && !name.equals("updated_at"))
            .toList();
    BulkSql.execute(
        connection,
        """
        update csr.%s t
        set updated_at = now(),
          (%s) = (select %s from jsonb_populate_record(t, i.image) r)
        from csr.import_undo_images i
        where i.tenant_id = ? and i.import_id = ? and i.attempt = ? and i.row_number = any (?)
          and t.tenant_id = i.tenant_id and t.%s = i.entity_id
        """
            .formatted(
                table.name(), String.join(", ", columns), of("r", columns), table.idColumn()),
        job.tenant(),
        job.importId(),
        attempt,
        numbers(rows));
    BulkSql.execute(
        connection,
        """
        insert into csr.texts
        select x.* from csr.import_undo_images i, jsonb_populate_recordset(null::csr.texts, i.texts) x
        where i.tenant_id = ? and i.import_id = ? and i.attempt = ? and i.row_number = any (?)
        on conflict (tenant_id, text_id) do nothing
        """,
        job.tenant(),
        job.importId(),
        attempt,
        numbers(rows));
  }

  /** Lets go of the images of rows that are decided. */
  static void forget(Connection connection, ImportJob job, int attempt, List<Long> rows)
      throws SQLException {
    BulkSql.execute(
        connection,
        """
        delete from csr.import_undo_images
        where tenant_id = ? and import_id = ? and attempt = ? and row_number = any (?)
        """,
        job.tenant(),
        job.importId(),
        attempt,
        numbers(rows));
  }

  private static Column numbers(List<Long> rows) {
    return Column.of("bigint", rows, row -> row);
  }
}
