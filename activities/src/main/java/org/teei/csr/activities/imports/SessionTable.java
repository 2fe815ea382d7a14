package org.teei.csr.activities.imports;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;

/** The statements on the table of sessions; each takes all its rows at once. */
final class SessionTable {
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
      UUID sessionId,
      String externalId,
      UUID participantId,
      byte[] contentFingerprint,
      byte[] ratingFingerprint,
      @Nullable UUID ratingId,
      @Nullable UUID feedbackTextId,
      @Nullable UUID goalsTextId) {}

  /** Locks the sessions that exist, in the given order. */
  Map<String, Existing> lock(List<Candidate> ordered) throws SQLException {
    Map<String, Existing> existing = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select s.session_id, s.external_id, s.participant_id, s.content_fingerprint, s.rating_fingerprint,
          s.rating_id, s.feedback_text_id, s.goals_text_id
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
                    row.getString(2),
                    row.getObject(3, UUID.class),
                    row.getBytes(4),
                    row.getBytes(5),
                    row.getObject(6, UUID.class),
                    row.getObject(7, UUID.class),
                    row.getObject(8, UUID.class))),
        Column.of("text", ordered, candidate -> candidate.session().externalId()),
        job.tenant());
    return existing;
  }

  /** Gives how many there were room for: a session that exists meanwhile is left out. */
  int insert(List<SessionWrite> writes) throws SQLException {
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
        parameters(writes));
  }

  void update(List<SessionWrite> writes) throws SQLException {
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
        parameters(writes));
  }

  private Object[] parameters(List<SessionWrite> writes) {
    return new Object[] {
      job.tenant(),
      job.importId(),
      Column.of("text", writes, write -> write.candidate().session().externalId()),
      Column.of("uuid", writes, SessionWrite::sessionId),
      Column.of("text", writes, write -> write.candidate().session().type().id()),
      Column.of("uuid", writes, SessionWrite::participantId),
      Column.of("uuid", writes, SessionWrite::volunteerId),
      Column.of("timestamptz", writes, write -> write.candidate().session().scheduledAt()),
      Column.of("timestamptz", writes, write -> write.candidate().session().completedAt()),
      Column.of("int", writes, write -> write.candidate().session().durationMinutes()),
      Column.of("numeric", writes, write -> write.candidate().rating()),
      Column.of("uuid", writes, SessionWrite::ratingId),
      Column.of(
          "text",
          writes,
          write -> Objects.toString(write.candidate().session().languageLevel(), null)),
      Column.of("text", writes, write -> String.join(",", write.candidate().session().topics())),
      Column.of("text", writes, write -> write.candidate().session().focusArea()),
      Column.of("uuid", writes, SessionWrite::feedbackTextId),
      Column.of("uuid", writes, SessionWrite::goalsTextId),
      Column.of("bytea", writes, this::metadata),
      Column.of("bytea", writes, write -> write.candidate().contentFingerprint()),
      Column.of("bytea", writes, write -> write.candidate().ratingFingerprint())
    };
  }

  private byte @Nullable [] metadata(SessionWrite write) {
    String plain = write.candidate().session().metadata();
    return plain == null
        ? null
        : people
            .key(write.participantId())
            .encrypt(
                "sessions",
                "metadata_ciphertext",
                write.sessionId(),
                plain.getBytes(StandardCharsets.UTF_8));
  }
}
