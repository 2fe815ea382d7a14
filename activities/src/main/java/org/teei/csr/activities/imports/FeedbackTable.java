package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.BUDDY_FEEDBACK;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.FeedbackRow;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.schema.events.NewEvent;

/** Feedback about matches, in the words of the one of the two who gives it. */
final class FeedbackTable extends AboutMatchTable<FeedbackRow> {
  private static final List<TextSlot<FeedbackRow>> TEXTS =
      List.of(new TextSlot<>("buddy_feedback", "feedback_text", FeedbackRow::feedback));

  FeedbackTable(Connection connection, ImportJob job) {
    super(connection, job);
  }

  @Override
  public Class<FeedbackRow> rowType() {
    return FeedbackRow.class;
  }

  @Override
  public Table<?> table() {
    return BUDDY_FEEDBACK;
  }

  @Override
  public List<String> textColumns() {
    return List.of("feedback_text_id");
  }

  @Override
  public List<TextSlot<FeedbackRow>> texts() {
    return TEXTS;
  }

  @Override
  public UUID author(FeedbackRow row, List<UUID> people) {
    return people.get(row.fromRole().equals(FeedbackRow.BUDDY) ? BUDDY : PARTICIPANT);
  }

  @Override
  public List<NewEvent> events(Landed<FeedbackRow, Existing> row, Outcome outcome) {
    return MatchFacts.of("feedbackId", row)
        .with("fromRole", row.row().fromRole())
        .with("submittedAt", row.row().submittedAt())
        .with("rating", row.row().rating())
        .with("communication", row.row().communication())
        .with("helpfulness", row.row().helpfulness())
        .with("engagement", row.row().engagement())
        .with("feedbackTextId", firstText(row))
        .events(ImportKind.FEEDBACK, outcome, author(row.row(), row.people()));
  }

  @Override
  List<NewEvent> standing(ResultSet row) throws SQLException {
    String fromRole = row.getString("from_role");
    String author = fromRole.equals(FeedbackRow.BUDDY) ? "buddy_id" : "participant_id";
    return MatchFacts.of("feedbackId", idColumn(), row)
        .with("fromRole", fromRole)
        .with("submittedAt", row.getTimestamp("submitted_at").toInstant())
        .with("rating", row.getBigDecimal("rating"))
        .with("communication", row.getBigDecimal("communication"))
        .with("helpfulness", row.getBigDecimal("helpfulness"))
        .with("engagement", row.getBigDecimal("engagement"))
        .with("feedbackTextId", row.getObject("feedback_text_id", UUID.class))
        .events(ImportKind.FEEDBACK, Outcome.UPDATED, row.getObject(author, UUID.class));
  }

  @Override
  public Map<String, Existing> lock(List<Candidate<FeedbackRow>> ordered) throws SQLException {
    return lock(
        ordered,
        """
        select wanted.place, f.feedback_id, f.content_fingerprint, f.feedback_text_id
        from unnest(?, ?, ?) with ordinality as wanted (match_id, from_role, submitted_at, place)
          join csr.buddy_feedback f on f.tenant_id = ? and f.match_id = wanted.match_id
            and f.from_role = wanted.from_role and f.submitted_at = wanted.submitted_at
        order by wanted.place
        for no key update of f
        """,
        matches(ordered),
        Column.of("text", ordered, candidate -> candidate.row().fromRole()),
        Column.of("timestamptz", ordered, candidate -> candidate.row().submittedAt()),
        job.tenant());
  }

  @Override
  public int insert(List<Landed<FeedbackRow, Existing>> rows) throws SQLException {
    return BulkSql.execute(
        connection,
        """
        insert into csr.buddy_feedback
          (tenant_id, import_id, feedback_id, match_id, from_role, submitted_at, rating, communication, helpfulness,
            engagement, feedback_text_id, content_fingerprint)
        select ?, ?, feedback_id, match_id, from_role, submitted_at, rating, communication, helpfulness,
          engagement, feedback_text_id, content_fingerprint
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
          as written (feedback_id, match_id, from_role, submitted_at, rating, communication, helpfulness, engagement,
            feedback_text_id, content_fingerprint, place)
        order by place
        on conflict (tenant_id, match_id, from_role, submitted_at) do nothing
        """,
        parameters(rows));
  }

  @Override
  public void update(List<Landed<FeedbackRow, Existing>> rows) throws SQLException {
    BulkSql.execute(
        connection,
        """
        with job as (select ?::text as tenant_id, ?::uuid as import_id)
        update csr.buddy_feedback f
        set import_id = job.import_id, rating = written.rating, communication = written.communication,
          helpfulness = written.helpfulness, engagement = written.engagement,
          feedback_text_id = written.feedback_text_id, content_fingerprint = written.content_fingerprint,
          updated_at = now()
        from job, unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as written (feedback_id, match_id, from_role, submitted_at, rating, communication, helpfulness, engagement,
            feedback_text_id, content_fingerprint)
        where f.tenant_id = job.tenant_id and f.feedback_id = written.feedback_id
        """,
        parameters(rows));
  }

  @Override
  public Map<UUID, Map<String, @Nullable String>> shown(List<Existing> rows) throws SQLException {
    Map<UUID, Map<String, @Nullable String>> shown = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select f.feedback_id, f.rating, f.communication, f.helpfulness, f.engagement
        from unnest(?) as wanted (feedback_id)
          join csr.buddy_feedback f on f.tenant_id = ? and f.feedback_id = wanted.feedback_id
        """,
        row ->
            shown.put(
                row.getObject(1, UUID.class),
                figures(row.getString(2), row.getString(3), row.getString(4), row.getString(5))),
        Column.of("uuid", rows, Existing::id),
        job.tenant());
    return shown;
  }

  @Override
  public Map<String, @Nullable String> shown(FeedbackRow row) {
    return figures(
        row.rating().toString(),
        Objects.toString(row.communication(), null),
        Objects.toString(row.helpfulness(), null),
        Objects.toString(row.engagement(), null));
  }

  private static Map<String, @Nullable String> figures(
      @Nullable String rating,
      @Nullable String communication,
      @Nullable String helpfulness,
      @Nullable String engagement) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    values.put("rating", rating);
    values.put("communication", communication);
    values.put("helpfulness", helpfulness);
    values.put("engagement", engagement);
    return values;
  }

  private Object[] parameters(List<Landed<FeedbackRow, Existing>> rows) {
    return new Object[] {
      job.tenant(),
      job.importId(),
      Column.of("uuid", rows, Landed::id),
      Column.of("uuid", rows, row -> row.candidate().place().match()),
      Column.of("text", rows, row -> row.row().fromRole()),
      Column.of("timestamptz", rows, row -> row.row().submittedAt()),
      Column.of("numeric", rows, row -> row.row().rating()),
      Column.of("numeric", rows, row -> row.row().communication()),
      Column.of("numeric", rows, row -> row.row().helpfulness()),
      Column.of("numeric", rows, row -> row.row().engagement()),
      Column.of("uuid", rows, AboutMatchTable::firstText),
      Column.of("bytea", rows, row -> row.candidate().contentFingerprint())
    };
  }
}
