package org.teei.csr.bench.impactin;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teei.csr.bench.shared.LocalStack;

/** What the database says of the deliveries of some companies, by SQL of our own. */
record Books(LocalStack stack, List<String> companies) {

  /**
   * A delivery as it is kept.
   *
   * @param from first day of its period
   * @param payloadSha256 of what was frozen; null before that
   * @param deliveredAt when its receipt was written down
   */
  record Kept(
      String company,
      String platform,
      LocalDate from,
      String id,
      String status,
      @Nullable String reason,
      @Nullable String payloadSha256,
      @Nullable Instant deliveredAt) {

    /** A person has to find out what became of it. */
    boolean unclear() {
      return status.equals("parked") && "outcome-unknown".equals(reason);
    }

    boolean arrived() {
      return status.equals("delivered") || status.equals("confirmed");
    }
  }

  /**
   * The number that a query answers.
   *
   * @param sql with {@code any(?)} for the companies, once
   */
  long number(String sql) throws SQLException {
    try (Connection connection = stack.superuser();
        var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", companies.toArray()));
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  List<Kept> deliveries() throws SQLException {
    var sql =
        """
        select tenant_id, platform, period_from, delivery_id, status, reason, payload_sha256, delivered_at
        from csr.impact_deliveries where tenant_id = any(?)
        """;
    List<Kept> found = new ArrayList<>();
    try (Connection connection = stack.superuser();
        var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", companies.toArray()));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var delivered = rows.getTimestamp(8);
          found.add(
              new Kept(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getObject(3, LocalDate.class),
                  rows.getString(4),
                  rows.getString(5),
                  rows.getString(6),
                  rows.getString(7),
                  delivered == null ? null : delivered.toInstant()));
        }
      }
    }
    return found;
  }
}
