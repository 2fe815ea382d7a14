package org.teei.csr.activities.imports;

import static java.util.Objects.requireNonNull;
import static org.teei.csr.schema.jooq.Tables.SESSIONS;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
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
import org.teei.csr.engines.imports.SessionRow;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.shared.Ids;

/** Sessions: each between a participant, the author of its texts, and a volunteer. */
final class SessionTable implements KindTable<SessionRow, SessionTable.Existing> {
  private static final List<TextSlot<SessionRow>> TEXTS =
      List.of(
          new TextSlot<>("session_feedback", "feedback_text", SessionRow::feedback),
          new TextSlot<>("session_goals", "goals_discussed", SessionRow::goalsDiscussed));

  private final Connection connection;
  private final ImportJob job;
  private final People people;

  SessionTable(Connection connection, ImportJob job, People people) {
    this.connection = connection;
    this.job = job;
    this.people = people;
  }

  /** A session as it stood before. */
  record Existing(
      UUID id,
      List<UUID> people,
      byte[] contentFingerprint,
      byte @Nullable [] ratingFingerprint,
      @Nullable UUID ratingId,
      List<@Nullable UUID> textIds)
      implements Before {

    @Override
    public UUID authorId() {
      return people.getFirst();
    }
  }

  @Override
  public Class<SessionRow> rowType() {
    return SessionRow.class;
  }

  @Override
  public Table<?> table() {
    return SESSIONS;
  }

  @Override
  public String peopleOfRow() {
    return "array[t.participant_id, t.volunteer_id]";
  }

  @Override
  public List<String> textColumns() {
    return List.of("feedback_text_id", "goals_text_id");
  }

  @Override
  public List<TextSlot<SessionRow>> texts() {
    return TEXTS;
  }

  @Override
  public byte[] canonicalRating(SessionRow row) {
    return row.canonicalRating(job.requiredScale());
  }

  @Override
  public boolean hasSecrets(SessionRow row) {
    return row.metadata() != null;
  }

  @Override
  public List<UUID> people(Candidate<SessionRow> candidate) {
    return candidate.people().stream().map(people::person).toList();
  }

  @Override
  public UUID author(SessionRow row, List<UUID> ids) {
    return ids.getFirst();
  }

  @Override
  public List<NewEvent> events(Landed<SessionRow, Existing> row, Outcome outcome) {
    return SessionEvents.of(row, job.requiredScale(), outcome);
  }

  @Override
  public List<NewEvent> standing(List<UUID> ids) throws SQLException {
    return BulkSql.fetch(
        connection,
        """
        select s.*
        from unnest(?) as wanted (session_id)
          join csr.sessions s on s.tenant_id = ? and s.session_id = wanted.session_id
        order by s.session_id
        """,
        SessionEvents::standing,
        Column.of("uuid", ids, id -> id),
        job.tenant());
  }

  @Override
  public Map<String, Existing> lock(List<Candidate<SessionRow>> ordered) throws SQLException {
    Map<String, Existing> existing = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select s.session_id, s.external_id, s.participant_id, s.volunteer_id, s.content_fingerprint,
          s.rating_fingerprint, s.rating_id, s.feedback_text_id, s.goals_text_id
        from unnest(?) with ordinality as wanted (external_id, place)
          join csr.sessions s on s.tenant_id = ? and s.source = 'kintell' and s.external_id = wanted.external_id
        order by wanted.place
        for no key update of s
        """,
        row ->
            existing.put(
                row.getString(2),
                new Existing(
                    row.getObject(1, UUID.class),
                    List.of(row.getObject(3, UUID.class), row.getObject(4, UUID.class)),
                    row.getBytes(5),
                    row.getBytes(6),
                    row.getObject(7, UUID.class),
                    Arrays.asList(row.getObject(8, UUID.class), row.getObject(9, UUID.class)))),
        Column.of("text", ordered, Candidate::key),
        job.tenant());
    return existing;
  }

  @Override
  public int insert(List<Landed<SessionRow, Existing>> rows) throws SQLException {
    return BulkSql.execute(
        connection,
        """
        insert into csr.sessions
          (tenant_id, source, import_id, session_id, external_id, session_type, participant_id, volunteer_id,
            scheduled_at, completed_at, duration_minutes, rating, rating_id, language_level, topics, focus_area,
            feedback_text_id, goals_text_id, metadata_ciphertext, content_fingerprint, rating_fingerprint)
        select ?, 'kintell', ?, session_id, external_id, session_type, participant_id, volunteer_id,
          scheduled_at, completed_at, duration_minutes, rating, rating_id, language_level,
          string_to_array(topics, ','), focus_area,
          feedback_text_id, goals_text_id, metadata_ciphertext, content_fingerprint, rating_fingerprint
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
          as written (external_id, session_id, session_type, participant_id, volunteer_id, scheduled_at, completed_at,
            duration_minutes, rating, rating_id, language_level, topics, focus_area, feedback_text_id, goals_text_id,
            metadata_ciphertext, content_fingerprint, rating_fingerprint, place)
        order by place
        on conflict (tenant_id, source, external_id) do nothing
        """,
        parameters(rows));
  }

  @Override
  public void update(List<Landed<SessionRow, Existing>> rows) throws SQLException {
    BulkSql.execute(
        connection,
        """
        with job as (select ?::text as tenant_id, ?::uuid as import_id)
        update csr.sessions s
        set import_id = job.import_id, session_type = written.session_type,
          participant_id = written.participant_id, volunteer_id = written.volunteer_id,
          scheduled_at = written.scheduled_at, completed_at = written.completed_at,
          duration_minutes = written.duration_minutes, rating = written.rating, rating_id = written.rating_id,
          language_level = written.language_level, topics = string_to_array(written.topics, ','),
          focus_area = written.focus_area, feedback_text_id = written.feedback_text_id,
          goals_text_id = written.goals_text_id, metadata_ciphertext = written.metadata_ciphertext,
          content_fingerprint = written.content_fingerprint, rating_fingerprint = written.rating_fingerprint,
          updated_at = now()
        from job, unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as written (external_id, session_id, session_type, participant_id, volunteer_id, scheduled_at, completed_at,
            duration_minutes, rating, rating_id, language_level, topics, focus_area, feedback_text_id, goals_text_id,
            metadata_ciphertext, content_fingerprint, rating_fingerprint)
        where s.tenant_id = job.tenant_id and s.session_id = written.session_id
        """,
        parameters(rows));
  }

  @Override
  public Map<UUID, Map<String, @Nullable String>> shown(List<Existing> rows) throws SQLException {
    Map<UUID, Existing> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.id(), row));
    Map<UUID, Map<String, @Nullable String>> shown = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select s.session_id, s.session_type, s.scheduled_at, s.completed_at, s.duration_minutes, s.rating,
          s.language_level, array_to_string(s.topics, ','), s.focus_area, s.metadata_ciphertext
        from unnest(?) as wanted (session_id)
          join csr.sessions s on s.tenant_id = ? and s.session_id = wanted.session_id
        """,
        row -> {
          UUID id = row.getObject(1, UUID.class);
          byte[] metadata = row.getBytes(10);
          Map<String, @Nullable String> values = new LinkedHashMap<>();
          values.put("session_type", row.getString(2));
          values.put("scheduled_at", row.getTimestamp(3).toInstant().toString());
          values.put("completed_at", Objects.toString(instant(row.getTimestamp(4)), null));
          values.put("duration_minutes", row.getString(5));
          values.put("rating", row.getString(6));
          values.put("language_level", row.getString(7));
          values.put("topics", row.getString(8));
          values.put("focus_area", row.getString(9));
          values.put(
              "metadata",
              metadata == null
                  ? null
                  : new String(
                      people
                          .key(requireNonNull(byId.get(id)).authorId())
                          .decrypt("sessions", "metadata_ciphertext", id, metadata),
                      StandardCharsets.UTF_8));
          return shown.put(id, values);
        },
        Column.of("uuid", rows, Existing::id),
        job.tenant());
    return shown;
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }

  @Override
  public Map<String, @Nullable String> shown(SessionRow row) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    values.put("session_type", row.type().id());
    values.put("scheduled_at", row.scheduledAt().toString());
    values.put("completed_at", Objects.toString(row.completedAt(), null));
    values.put("duration_minutes", Objects.toString(row.durationMinutes(), null));
    values.put("rating", Objects.toString(row.rating(job.requiredScale()), null));
    values.put("language_level", Objects.toString(row.languageLevel(), null));
    values.put("topics", String.join(",", row.topics()));
    values.put("focus_area", row.focusArea());
    values.put("metadata", row.metadata());
    return values;
  }

  private Object[] parameters(List<Landed<SessionRow, Existing>> rows) {
    return new Object[] {
      job.tenant(),
      job.importId(),
      Column.of("text", rows, row -> row.row().externalId()),
      Column.of("uuid", rows, Landed::id),
      Column.of("text", rows, row -> row.row().type().id()),
      Column.of("uuid", rows, SessionTable::participant),
      Column.of("uuid", rows, SessionTable::volunteer),
      Column.of("timestamptz", rows, row -> row.row().scheduledAt()),
      Column.of("timestamptz", rows, row -> row.row().completedAt()),
      Column.of("int", rows, row -> row.row().durationMinutes()),
      Column.of("numeric", rows, row -> row.row().rating(job.requiredScale())),
      Column.of("uuid", rows, SessionTable::ratingId),
      Column.of("text", rows, row -> Objects.toString(row.row().languageLevel(), null)),
      Column.of("text", rows, row -> String.join(",", row.row().topics())),
      Column.of("text", rows, row -> row.row().focusArea()),
      Column.of("uuid", rows, row -> row.textIds().get(0)),
      Column.of("uuid", rows, row -> row.textIds().get(1)),
      Column.of("bytea", rows, this::metadata),
      Column.of("bytea", rows, row -> row.candidate().contentFingerprint()),
      Column.of("bytea", rows, row -> row.candidate().ratingFingerprint())
    };
  }

  static UUID participant(Landed<SessionRow, Existing> row) {
    return row.people().get(0);
  }

  static UUID volunteer(Landed<SessionRow, Existing> row) {
    return row.people().get(1);
  }

  /** A rating keeps its id while the session lasts; the first one has it from the session. */
  static @Nullable UUID ratingId(Landed<SessionRow, Existing> row) {
    Existing before = row.before();
    if (before != null && before.ratingId() != null) {
      return before.ratingId();
    }
    return row.row().rating() == null ? null : Ids.derived(row.id(), "rating");
  }

  private byte @Nullable [] metadata(Landed<SessionRow, Existing> row) {
    String plain = row.row().metadata();
    return plain == null
        ? null
        : people
            .key(participant(row))
            .encrypt(
                "sessions",
                "metadata_ciphertext",
                row.id(),
                plain.getBytes(StandardCharsets.UTF_8));
  }
}
