package org.teei.csr.bench.shared;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;

/**
 * Rows of sessions and of the people in them, as imports leave them, without the way through an
 * import: written in sets, with all indexes in place. Their texts, ratings and contact data are
 * missing, which no figure reads.
 */
public final class SessionRows {
  /** How many sessions each person has on average. */
  private static final int EACH_PARTICIPANT = 20;

  private static final int EACH_VOLUNTEER = 80;

  /** A person is the n-th of a company. */
  private static final String PERSON = "md5(tenant || '%s' || %s)::uuid";

  private SessionRows() {}

  /**
   * Every third session says how well its participant speaks, who speaks better later; every
   * fiftieth does not say how long it was.
   *
   * @param connection sees everything
   * @param rows of each company
   * @param from first day that the sessions are spread over
   * @param until the day behind the last one
   */
  public static void write(
      Connection connection, Map<String, Integer> rows, LocalDate from, LocalDate until)
      throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      // What is written here refers to what is there: it is not looked up row by row.
      statement.execute("set local session_replication_role = replica");
    }
    people(connection, rows, "p", EACH_PARTICIPANT);
    people(connection, rows, "v", EACH_VOLUNTEER);
    sessions(connection, rows, from, until);
    connection.commit();
    connection.setAutoCommit(true);
    try (var statement = connection.createStatement()) {
      statement.execute("vacuum (analyze) csr.profiles, csr.sessions");
    }
  }

  private static void people(
      Connection connection, Map<String, Integer> rows, String role, int each) throws SQLException {
    var sql =
        """
        insert into csr.profiles (tenant_id, person_id, version)
        select tenant, %s, 1
        from unnest(?, ?) as company (tenant, rows), generate_series(1, greatest(1, rows / %d)) as n
        """
            .formatted(PERSON.formatted(role, "n"), each);
    try (var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, tenants(connection, rows));
      statement.setArray(2, counts(connection, rows));
      statement.executeUpdate();
    }
  }

  private static void sessions(
      Connection connection, Map<String, Integer> rows, LocalDate from, LocalDate until)
      throws SQLException {
    var sql =
        """
        insert into csr.sessions (tenant_id, session_id, source, external_id, session_type, participant_id, volunteer_id,
          scheduled_at, completed_at, duration_minutes, language_level, content_fingerprint, rating_fingerprint, import_id)
        select tenant, gen_random_uuid(), 'kintell', 's' || n, 'language', %s, %s,
          at, at + interval '1 hour', case when n %% 50 > 0 then 30 + n %% 60 end,
          case when n %% 3 = 0 then (array['A1', 'A2', 'B1', 'B2', 'C1', 'C2'])[1 + (n / 3) %% 4 + floor(share * 3)::int] end,
          decode(md5(tenant || n), 'hex'), '\\x00', '00000000-0000-0000-0000-000000000000'
        from unnest(?, ?) as company (tenant, rows), generate_series(1, rows) as n,
          lateral (select random() + 0 * n as share) as drawn,
          lateral (select ?::timestamptz + share * (?::timestamptz - ?::timestamptz - interval '2 hours') as at) as held
        """
            .formatted(
                PERSON.formatted("p", "1 + n % greatest(1, rows / " + EACH_PARTICIPANT + ")"),
                PERSON.formatted("v", "1 + n % greatest(1, rows / " + EACH_VOLUNTEER + ")"));
    try (var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, tenants(connection, rows));
      statement.setArray(2, counts(connection, rows));
      statement.setString(3, from + "T00:00:00Z");
      statement.setString(4, until + "T00:00:00Z");
      statement.setString(5, from + "T00:00:00Z");
      statement.executeUpdate();
    }
  }

  private static java.sql.Array tenants(Connection connection, Map<String, Integer> rows)
      throws SQLException {
    return connection.createArrayOf("text", rows.keySet().toArray());
  }

  private static java.sql.Array counts(Connection connection, Map<String, Integer> rows)
      throws SQLException {
    return connection.createArrayOf("int4", rows.values().toArray());
  }
}
