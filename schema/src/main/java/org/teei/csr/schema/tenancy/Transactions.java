package org.teei.csr.schema.tenancy;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Begins, commits or rolls back. */
final class Transactions {
  private static final Settings SETTINGS = new Settings().withExecuteLogging(false);

  private final DataSource dataSource;

  Transactions(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  <T extends @Nullable Object> T run(boolean readOnly, ConnectionFunction<T> work) {
    try (var connection = dataSource.getConnection()) {
      connection.setReadOnly(readOnly);
      connection.setAutoCommit(false);
      try {
        var result = work.apply(connection);
        connection.commit();
        return result;
      } catch (Throwable e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new DataAccessException("The transaction failed", e);
    }
  }

  /** Runs a single statement, which is a transaction of its own. */
  <T extends @Nullable Object> T alone(ConnectionFunction<T> statement) {
    try (var connection = dataSource.getConnection()) {
      return statement.apply(connection);
    } catch (SQLException e) {
      throw new DataAccessException("The statement failed", e);
    }
  }

  static DSLContext jooq(Connection connection) {
    return DSL.using(connection, SQLDialect.POSTGRES, SETTINGS);
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
