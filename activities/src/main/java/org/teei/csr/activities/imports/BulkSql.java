package org.teei.csr.activities.imports;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Statements over thousands of rows: each column travels as one array that the statement unnests,
 * so a range costs a dozen round trips whatever its size.
 */
final class BulkSql {
  private BulkSql() {}

  /**
   * One column of many rows.
   *
   * @param type element type in SQL
   */
  record Column(String type, @Nullable Object[] values) {

    static <R> Column of(String type, List<R> rows, Function<R, ? extends @Nullable Object> value) {
      @Nullable Object[] values =
          type.equals("bytea") ? new byte[rows.size()][] : new Object[rows.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value.apply(rows.get(i));
      }
      return new Column(type, values);
    }
  }

  /** Reads the current row of a result. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement and gives the number of its rows. */
  static int execute(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(connection, statement, parameters);
      return statement.executeUpdate();
    }
  }

  /** Runs a query, or a statement that returns rows. */
  static <T> List<T> fetch(
      Connection connection, String sql, Reader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(connection, statement, parameters);
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(reader.read(result));
        }
      }
      return rows;
    }
  }

  /** Takes the current row of a result. */
  @FunctionalInterface
  interface Taker {
    void take(ResultSet row) throws SQLException;
  }

  /**
   * Takes the rows of a query one by one; no more than {@code atOnce} are in memory. Needs a
   * transaction.
   */
  static void each(
      Connection connection, int atOnce, String sql, Taker taker, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(atOnce);
      bind(connection, statement, parameters);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          taker.take(result);
        }
      }
    }
  }

  private static void bind(
      Connection connection, PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] instanceof Column column) {
        Array array = connection.createArrayOf(column.type(), column.values());
        statement.setArray(i + 1, array);
      } else {
        statement.setObject(i + 1, parameters[i]);
      }
    }
  }
}
