package org.teei.csr.bench.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.teei.csr.bench.shared.LocalStack;

/** The tables that imports of sessions write, and their events after them. */
final class Tables {
  /** Those whose rows are counted, each by something that must be equal too. */
  private static final Map<String, String> COUNTED = new LinkedHashMap<>();

  static {
    COUNTED.put("sessions", "(rating is null)::text");
    COUNTED.put("texts", "kind");
    COUNTED.put("profiles", "''");
    COUNTED.put("person_keys", "''");
    COUNTED.put("profile_identifiers", "kind");
    COUNTED.put("import_rows", "outcome");
    COUNTED.put("outbox_events", "type");
    COUNTED.put("profile_timeline", "role");
  }

  private Tables() {}

  /** The numbers of rows of a tenant, by table and kind of row. */
  record Counts(String tenant, Map<String, Long> rows) {

    /** Fails where the same file, imported in another way, came to something else. */
    void requireEqual(Counts other) {
      if (!rows.equals(other.rows)) {
        throw new IllegalStateException("Not the same work: " + this + " and " + other);
      }
    }
  }

  static Counts of(LocalStack stack, String tenant) throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    try (Connection connection = stack.superuser()) {
      for (Map.Entry<String, String> counted : COUNTED.entrySet()) {
        try (var statement =
            connection.prepareStatement(
                "select %s, count(*) from csr.%s where tenant_id = ? group by 1 order by 1"
                    .formatted(counted.getValue(), counted.getKey()))) {
          statement.setString(1, tenant);
          try (var rows = statement.executeQuery()) {
            while (rows.next()) {
              counts.put((counted.getKey() + " " + rows.getString(1)).strip(), rows.getLong(2));
            }
          }
        }
      }
    }
    return new Counts(tenant, counts);
  }

  /** Leaves the people. */
  static void clear(LocalStack stack) throws SQLException {
    run(
        stack,
        """
        truncate csr.sessions, csr.texts, csr.import_rows, csr.outbox_events, csr.event_deduplication,
          csr.profile_timeline
        """);
    // Each event has left a dead version of its person.
    run(stack, "vacuum csr.profiles");
    run(stack, "checkpoint");
  }

  static void clearWithPeople(LocalStack stack) throws SQLException {
    run(
        stack,
        """
        truncate csr.sessions, csr.texts, csr.import_rows, csr.outbox_events, csr.event_deduplication,
          csr.profile_timeline, csr.profiles cascade
        """);
    run(stack, "checkpoint");
  }

  private static void run(LocalStack stack, String sql) throws SQLException {
    try (Connection connection = stack.superuser();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
