package org.teei.csr.bench.imports;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.teei.csr.bench.chaos.Scenario.Place;

/**
 * Where an import is, as its row says.
 *
 * @param corrected rows of its first correction that are read, and those that are decided
 * @param correction whether its first correction has ended
 */
record Seen(
    String status,
    long read,
    long previewed,
    long decided,
    long corrected,
    boolean correction,
    long reversed) {

  /** Where one can be struck, in order. */
  static final List<String> STAGES =
      List.of("stage", "validate", "approval", "merge", "correct", "undo");

  /** Where nothing is under way between two stages. */
  private static final String LANDED = "landed";

  private static final int PATIENCE_SECONDS = 10;

  private static final String QUERY =
      """
      select j.status, j.read_rows,
        coalesce((select max(row_number) from csr.import_previews p
          where p.tenant_id = j.tenant_id and p.import_id = j.import_id), 0),
        j.accepted_rows + j.rejected_rows + j.duplicate_rows,
        coalesce(a.read_rows + a.accepted_rows + a.rejected_rows + a.duplicate_rows, 0),
        a.finished_at is not null, j.reversed_rows
      from csr.import_jobs j
        left join csr.import_attempts a on a.tenant_id = j.tenant_id and a.import_id = j.import_id and a.attempt = 1
      where j.import_id = ?::uuid
      """;

  static Seen of(Connection connection, String importId) throws SQLException {
    try (var query = connection.prepareStatement(QUERY)) {
      query.setString(1, importId);
      query.setQueryTimeout(PATIENCE_SECONDS);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("There is no import " + importId);
        }
        return new Seen(
            row.getString(1),
            row.getLong(2),
            row.getLong(3),
            row.getLong(4),
            row.getLong(5),
            row.getBoolean(6),
            row.getLong(7));
      }
    }
  }

  /**
   * @param begun the stage that was begun last, where it is while it is parked
   */
  Place place(String begun) {
    return new Place(
        stage(begun),
        read + previewed + decided + corrected + reversed,
        paused()
            || status.equals("awaiting_approval")
            || status.equals("undone")
            || (status.equals("completed") && !begun.equals("undo")));
  }

  private String stage(String begun) {
    return switch (status) {
      case "queued", "staging" -> "stage";
      case "validating" -> "validate";
      case "awaiting_approval" -> "approval";
      case "merging" -> "merge";
      case "correcting" -> "correct";
      case "undoing" -> "undo";
      case "completed", "undone" -> LANDED;
      default -> begun;
    };
  }

  boolean parked() {
    return status.equals("parked");
  }

  private boolean paused() {
    return status.equals("paused");
  }

  /** Whether a stage is over, or was never to be seen. */
  boolean passed(String stage) {
    return switch (stage) {
      case "correct" -> correction;
      case "undo" -> status.equals("undone");
      default -> status.equals("completed") || STAGES.indexOf(stage(stage)) > STAGES.indexOf(stage);
    };
  }

  /**
   * Whether it is in a stage, and as many rows into it as wanted.
   *
   * @param rows of {@code done}
   */
  boolean isIn(String stage, double rows) {
    return !parked() && !paused() && stage(stage).equals(stage) && done(stage) >= rows;
  }

  private double done(String stage) {
    return switch (stage) {
      case "stage" -> read;
      case "validate" -> previewed;
      case "merge" -> decided;
      case "correct" -> corrected;
      case "undo" -> reversed;
      default -> Double.MAX_VALUE;
    };
  }
}
