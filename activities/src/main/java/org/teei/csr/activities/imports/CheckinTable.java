package org.teei.csr.activities.imports;

import static org.teei.csr.schema.jooq.Tables.BUDDY_CHECKINS;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.engines.imports.CheckinRow;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.schema.events.NewEvent;

/** Check-ins of matches, in the words of the participant. */
final class CheckinTable extends AboutMatchTable<CheckinRow> {
  private static final List<TextSlot<CheckinRow>> TEXTS =
      List.of(
          new TextSlot<>("buddy_checkin_notes", "notes", CheckinRow::notes),
          new TextSlot<>(
              "buddy_checkin_responses", "question_responses", CheckinRow::questionResponses));

  CheckinTable(Connection connection, ImportJob job) {
    super(connection, job);
  }

  @Override
  public Class<CheckinRow> rowType() {
    return CheckinRow.class;
  }

  @Override
  public Table<?> table() {
    return BUDDY_CHECKINS;
  }

  @Override
  public List<String> textColumns() {
    return List.of("notes_text_id", "responses_text_id");
  }

  @Override
  public List<TextSlot<CheckinRow>> texts() {
    return TEXTS;
  }

  @Override
  public List<NewEvent> events(Landed<CheckinRow, Existing> row, Outcome outcome) {
    return MatchFacts.of("checkinId", row)
        .with("checkinDate", row.row().checkinDate())
        .with("mood", row.row().mood())
        .with("notesTextId", firstText(row))
        .with("questionResponsesTextId", responses(row))
        .events(ImportKind.CHECKINS, outcome, row.people().get(PARTICIPANT));
  }

  @Override
  List<NewEvent> standing(ResultSet row) throws SQLException {
    return MatchFacts.of("checkinId", idColumn(), row)
        .with("checkinDate", row.getTimestamp("checkin_date").toInstant())
        .with("mood", row.getString("mood"))
        .with("notesTextId", row.getObject("notes_text_id", UUID.class))
        .with("questionResponsesTextId", row.getObject("responses_text_id", UUID.class))
        .events(ImportKind.CHECKINS, Outcome.UPDATED, row.getObject("participant_id", UUID.class));
  }

  @Override
  public Map<String, Existing> lock(List<Candidate<CheckinRow>> ordered) throws SQLException {
    return lock(
        ordered,
        """
        select wanted.place, c.checkin_id, c.content_fingerprint, c.notes_text_id, c.responses_text_id
        from unnest(?, ?) with ordinality as wanted (match_id, checkin_date, place)
          join csr.buddy_checkins c on c.tenant_id = ? and c.match_id = wanted.match_id
            and c.checkin_date = wanted.checkin_date
        order by wanted.place
        for no key update of c
        """,
        matches(ordered),
        Column.of("timestamptz", ordered, candidate -> candidate.row().checkinDate()),
        job.tenant());
  }

  @Override
  public int insert(List<Landed<CheckinRow, Existing>> rows) throws SQLException {
    return BulkSql.execute(
        connection,
        """
        insert into csr.buddy_checkins
          (tenant_id, import_id, checkin_id, match_id, checkin_date, mood, notes_text_id, responses_text_id,
            content_fingerprint)
        select ?, ?, checkin_id, match_id, checkin_date, mood, notes_text_id, responses_text_id,
          content_fingerprint
        from unnest(?, ?, ?, ?, ?, ?, ?) with ordinality
          as written (checkin_id, match_id, checkin_date, mood, notes_text_id, responses_text_id,
            content_fingerprint, place)
        order by place
        on conflict (tenant_id, match_id, checkin_date) do nothing
        """,
        parameters(rows));
  }

  @Override
  public void update(List<Landed<CheckinRow, Existing>> rows) throws SQLException {
    BulkSql.execute(
        connection,
        """
        with job as (select ?::text as tenant_id, ?::uuid as import_id)
        update csr.buddy_checkins c
        set import_id = job.import_id, mood = written.mood, notes_text_id = written.notes_text_id,
          responses_text_id = written.responses_text_id, content_fingerprint = written.content_fingerprint,
          updated_at = now()
        from job, unnest(?, ?, ?, ?, ?, ?, ?)
          as written (checkin_id, match_id, checkin_date, mood, notes_text_id, responses_text_id,
            content_fingerprint)
        where c.tenant_id = job.tenant_id and c.checkin_id = written.checkin_id
        """,
        parameters(rows));
  }

  @Override
  public Map<UUID, Map<String, @Nullable String>> shown(List<Existing> rows) throws SQLException {
    Map<UUID, Map<String, @Nullable String>> shown = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select c.checkin_id, c.mood
        from unnest(?) as wanted (checkin_id)
          join csr.buddy_checkins c on c.tenant_id = ? and c.checkin_id = wanted.checkin_id
        """,
        row ->
            shown.put(
                row.getObject(1, UUID.class), Collections.singletonMap("mood", row.getString(2))),
        Column.of("uuid", rows, Existing::id),
        job.tenant());
    return shown;
  }

  @Override
  public Map<String, @Nullable String> shown(CheckinRow row) {
    return Collections.singletonMap("mood", row.mood());
  }

  private Object[] parameters(List<Landed<CheckinRow, Existing>> rows) {
    return new Object[] {
      job.tenant(),
      job.importId(),
      Column.of("uuid", rows, Landed::id),
      Column.of("uuid", rows, row -> row.candidate().place().match()),
      Column.of("timestamptz", rows, row -> row.row().checkinDate()),
      Column.of("text", rows, row -> row.row().mood()),
      Column.of("uuid", rows, AboutMatchTable::firstText),
      Column.of("uuid", rows, CheckinTable::responses),
      Column.of("bytea", rows, row -> row.candidate().contentFingerprint())
    };
  }

  private static @Nullable UUID responses(Landed<CheckinRow, Existing> row) {
    return row.textIds().getLast();
  }
}
