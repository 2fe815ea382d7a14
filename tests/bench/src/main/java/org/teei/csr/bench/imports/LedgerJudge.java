package org.teei.csr.bench.imports;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.teei.csr.bench.chaos.Checker;
import org.teei.csr.bench.imports.Expectation.Outcome;

/** Compares what became of each row of one import, and its counts, with what has to. */
final class LedgerJudge implements Checker {
  private final Connection connection;
  private final UUID importId;
  private final List<Outcome> wanted;
  private final boolean undone;
  private final Discrepancies found = new Discrepancies();

  /**
   * @param connection of the superuser, closed by whoever opened it
   * @param wanted by row, corrections included
   * @param undone whether the import was taken back
   */
  LedgerJudge(Connection connection, UUID importId, List<Outcome> wanted, boolean undone) {
    this.connection = connection;
    this.importId = importId;
    this.wanted = wanted;
    this.undone = undone;
  }

  @Override
  public List<Finding> findings() throws SQLException {
    lines();
    counts();
    return found.findings();
  }

  private void lines() throws SQLException {
    int[] seen = new int[wanted.size()];
    try (var query =
        connection.prepareStatement(
            "select row_number, outcome, updated, reversal from csr.import_rows where import_id = ?")) {
      query.setObject(1, importId);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          long number = rows.getLong(1);
          if (number < 1 || number > seen.length) {
            found.add(Wrong.OTHER, 1, "lines of the ledger for no row", "row " + number);
          } else {
            seen[(int) number - 1]++;
            line(number, rows);
          }
        }
      }
    }
    for (int i = 0; i < seen.length; i++) {
      found.compare("lines of the ledger", 1, seen[i], "row " + (i + 1));
    }
  }

  private void line(long number, ResultSet line) throws SQLException {
    Outcome outcome = wanted.get((int) number - 1);
    String reversal = line.getString(4);
    found.unless(
        line.getString(2).equals(outcome.spelling) && line.getBoolean(3) == outcome.updated,
        "rows with another outcome",
        "row %d: %s".formatted(number, line.getString(2)));
    found.unless(
        undone && outcome.accepted() ? "reversed".equals(reversal) : reversal == null,
        "rows that were taken back otherwise",
        "row %d: %s".formatted(number, reversal));
  }

  private void counts() throws SQLException {
    try (var query =
        connection.prepareStatement(
            """
            select read_rows, accepted_rows, updated_rows, rejected_rows, duplicate_rows, unprocessed_rows,
              reversed_rows, status
            from csr.import_jobs where import_id = ?
            """)) {
      query.setObject(1, importId);
      try (ResultSet job = query.executeQuery()) {
        if (!job.next()) {
          found.compare("imports", 1, 0, importId.toString());
          return;
        }
        long accepted = count("accepted");
        count("read rows", wanted.size(), job.getLong(1));
        count("accepted rows", accepted, job.getLong(2));
        count("updated rows", wanted.stream().filter(row -> row.updated).count(), job.getLong(3));
        count("rejected rows", count("rejected"), job.getLong(4));
        count("duplicate rows", count("duplicate"), job.getLong(5));
        count("unprocessed rows", 0, job.getLong(6));
        count("reversed rows", undone ? accepted : 0, job.getLong(7));
        found.unless(
            job.getString(8).equals(undone ? "undone" : "completed"),
            "imports in another status",
            job.getString(8));
      }
    }
  }

  private void count(String what, long wanted, long counted) {
    found.unless(
        wanted == counted, "counts of " + what, "%d instead of %d".formatted(counted, wanted));
  }

  private long count(String spelling) {
    return wanted.stream().filter(row -> row.spelling.equals(spelling)).count();
  }
}
