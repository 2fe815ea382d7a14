package org.teei.csr.api.problems;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jooq.exception.DataAccessException;

/** Tells a database that is away from one that refused a statement. */
final class Database {
  private Database() {}

  /** {@code disk_full} of PostgreSQL. */
  static boolean isFull(DataAccessException exception) {
    return exception.getCause() instanceof SQLException cause
        && "53100".equals(cause.getSQLState());
  }

  static boolean isAway(DataAccessException exception) {
    return exception.getCause() instanceof SQLException cause
        && (cause instanceof SQLTransientConnectionException
            || cause.getSQLState() != null
                && (cause.getSQLState().startsWith("08") || cause.getSQLState().startsWith("57P")));
  }
}
