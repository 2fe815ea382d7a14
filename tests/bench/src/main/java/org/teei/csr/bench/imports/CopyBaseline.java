package org.teei.csr.bench.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.teei.csr.bench.shared.LocalStack;

/**
 * The driver's CopyManager writing finished sessions into an empty table with the columns, checks
 * and indexes of that of sessions. It checks nothing, finds no persons, encrypts nothing and writes
 * no other table: the ceiling that the database sets.
 */
final class CopyBaseline {
  private final LocalStack stack;
  private final Path finished;

  /**
   * @param finished file for the sessions as they stand in the database
   */
  CopyBaseline(LocalStack stack, Path finished) {
    this.stack = stack;
    this.finished = finished;
  }

  /** Keeps what the table of sessions holds now. */
  void keep() throws SQLException, IOException {
    try (Connection connection = stack.superuser();
        OutputStream out = Files.newOutputStream(finished)) {
      copies(connection).copyOut("copy csr.sessions to stdout", out);
    }
  }

  /** Writes what was kept, and says how many rows a second that came to. */
  double rowsPerSecond() throws SQLException, IOException {
    try (Connection connection = stack.superuser();
        var statement = connection.createStatement();
        InputStream in = Files.newInputStream(finished)) {
      statement.execute("create table csr.bench_sessions (like csr.sessions including all)");
      long begin = System.nanoTime();
      long rows = copies(connection).copyIn("copy csr.bench_sessions from stdin", in, 1 << 16);
      double seconds = (System.nanoTime() - begin) / 1e9;
      statement.execute("drop table csr.bench_sessions");
      return rows / seconds;
    }
  }

  private static CopyManager copies(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }
}
