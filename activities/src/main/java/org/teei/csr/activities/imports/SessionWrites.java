package org.teei.csr.activities.imports;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.schema.shared.Ids;

/**
 * Brings the sessions of one range to what its rows say. Sessions that exist are locked, then the
 * others inserted, both in the order of their external ids: writers of the same sessions wait for
 * each other. Who finds at the insert that another writer was faster lets go of all sessions
 * (savepoint) and goes round once more, so nobody waits while holding what another waits for.
 */
final class SessionWrites {
  private static final String FEEDBACK = "session_feedback";
  private static final String GOALS = "session_goals";

  private final DSLContext db;
  private final Connection connection;
  private final ImportJob job;
  private final People people;

  private final List<SessionWrite> created = new ArrayList<>();
  private final List<SessionWrite> updated = new ArrayList<>();
  private final Map<Candidate, UUID> unchanged = new HashMap<>();
  private final List<Text> newTexts = new ArrayList<>();
  private final List<UUID> oldTexts = new ArrayList<>();

  SessionWrites(DSLContext db, Connection connection, ImportJob job, People people) {
    this.db = db;
    this.connection = connection;
    this.job = job;
    this.people = people;
  }

  /** A session as it stood before. */
  private record Existing(
      UUID sessionId,
      String externalId,
      UUID participantId,
      byte[] contentFingerprint,
      byte[] ratingFingerprint,
      @Nullable UUID ratingId,
      @Nullable UUID feedbackTextId,
      @Nullable UUID goalsTextId) {}

  private record Text(UUID textId, UUID authorId, String kind, byte[] ciphertext) {}

  private record Change(Candidate candidate, Existing before) {}

  List<SessionWrite> created() {
    return created;
  }

  List<SessionWrite> updated() {
    return updated;
  }

  /** Rows that say what was there already, with the session. */
  Map<Candidate, UUID> unchanged() {
    return unchanged;
  }

  /**
   * @param candidates of different sessions
   */
  void apply(List<Candidate> candidates) throws SQLException {
    List<Candidate> ordered = new ArrayList<>(candidates);
    ordered.sort(
        (left, right) -> left.session().externalId().compareTo(right.session().externalId()));
    boolean overtaken = true;
    while (overtaken) {
      Savepoint before = connection.setSavepoint();
      decide(ordered, lockExisting(ordered));
      overtaken = insert(created) < created.size();
      if (overtaken) {
        connection.rollback(before);
      }
      connection.releaseSavepoint(before);
    }
    update(updated);
    insertTexts();
    deleteOldTexts();
  }

  private Map<String, Existing> lockExisting(List<Candidate> ordered) throws SQLException {
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

  private void decide(List<Candidate> ordered, Map<String, Existing> existing) throws SQLException {
    created.clear();
    updated.clear();
    unchanged.clear();
    newTexts.clear();
    oldTexts.clear();
    List<Candidate> creations = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    for (Candidate candidate : ordered) {
      Existing before = existing.get(candidate.session().externalId());
      if (before == null) {
        creations.add(candidate);
      } else if (Arrays.equals(before.contentFingerprint(), candidate.contentFingerprint())) {
        unchanged.put(candidate, before.sessionId());
      } else {
        changes.add(new Change(candidate, before));
      }
    }
    loadKeys(creations, changes);
    Map<UUID, String> before = readTexts(changes);
    for (Candidate candidate : creations) {
      created.add(creation(candidate));
    }
    for (Change change : changes) {
      updated.add(update(change, before));
    }
  }

  /** Of the participants who have something to encrypt, and of the authors of texts to compare. */
  private void loadKeys(List<Candidate> creations, List<Change> changes) {
    Set<UUID> authors = new HashSet<>();
    for (Candidate candidate : creations) {
      if (candidate.session().feedback() != null
          || candidate.session().goalsDiscussed() != null
          || candidate.session().metadata() != null) {
        authors.add(people.person(candidate.participant()));
      }
    }
    for (Change change : changes) {
      authors.add(people.person(change.candidate().participant()));
      authors.add(change.before().participantId());
    }
    people.loadKeys(db, authors);
  }

  private Map<UUID, String> readTexts(List<Change> changes) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    for (Change change : changes) {
      if (change.before().feedbackTextId() != null) {
        ids.add(change.before().feedbackTextId());
      }
      if (change.before().goalsTextId() != null) {
        ids.add(change.before().goalsTextId());
      }
    }
    Map<UUID, String> texts = new HashMap<>();
    if (!ids.isEmpty()) {
      BulkSql.fetch(
          connection,
          """
          select t.text_id, t.person_id, t.ciphertext
          from unnest(?) as wanted (text_id)
            join csr.texts t on t.tenant_id = ? and t.text_id = wanted.text_id
          """,
          row -> {
            UUID textId = row.getObject(1, UUID.class);
            UUID authorId = row.getObject(2, UUID.class);
            byte[] plain =
                people.key(authorId).decrypt("texts", "ciphertext", textId, row.getBytes(3));
            return texts.put(textId, new String(plain, StandardCharsets.UTF_8));
          },
          Column.of("uuid", ids, id -> id),
          job.tenant());
    }
    return texts;
  }

  private SessionWrite creation(Candidate candidate) {
    UUID sessionId = Ids.next();
    UUID participantId = people.person(candidate.participant());
    return new SessionWrite(
        candidate,
        sessionId,
        participantId,
        people.person(candidate.volunteer()),
        candidate.rating() == null ? null : Ids.next(),
        text(participantId, FEEDBACK, candidate.session().feedback()),
        text(participantId, GOALS, candidate.session().goalsDiscussed()),
        metadata(sessionId, participantId, candidate.session().metadata()),
        true);
  }

  private SessionWrite update(Change change, Map<UUID, String> textsBefore) {
    Candidate candidate = change.candidate();
    Existing before = change.before();
    UUID participantId = people.person(candidate.participant());
    Map<UUID, String> ownBefore =
        participantId.equals(before.participantId()) ? textsBefore : Map.of();
    UUID ratingId =
        before.ratingId() == null && candidate.rating() != null ? Ids.next() : before.ratingId();
    return new SessionWrite(
        candidate,
        before.sessionId(),
        participantId,
        people.person(candidate.volunteer()),
        ratingId,
        replaced(
            before.feedbackTextId(),
            ownBefore,
            participantId,
            FEEDBACK,
            candidate.session().feedback()),
        replaced(
            before.goalsTextId(),
            ownBefore,
            participantId,
            GOALS,
            candidate.session().goalsDiscussed()),
        metadata(before.sessionId(), participantId, candidate.session().metadata()),
        !Arrays.equals(before.ratingFingerprint(), candidate.ratingFingerprint()));
  }

  /** Keeps a text that is as before, with what its screening said; drops it otherwise. */
  private @Nullable UUID replaced(
      @Nullable UUID textId,
      Map<UUID, String> before,
      UUID authorId,
      String kind,
      @Nullable String plain) {
    if (textId == null) {
      return text(authorId, kind, plain);
    }
    if (plain != null && plain.equals(before.get(textId))) {
      return textId;
    }
    oldTexts.add(textId);
    return text(authorId, kind, plain);
  }

  private @Nullable UUID text(UUID authorId, String kind, @Nullable String plain) {
    if (plain == null) {
      return null;
    }
    UUID textId = Ids.next();
    byte[] ciphertext =
        people
            .key(authorId)
            .encrypt("texts", "ciphertext", textId, plain.getBytes(StandardCharsets.UTF_8));
    newTexts.add(new Text(textId, authorId, kind, ciphertext));
    return textId;
  }

  private byte @Nullable [] metadata(UUID sessionId, UUID participantId, @Nullable String plain) {
    return plain == null
        ? null
        : people
            .key(participantId)
            .encrypt(
                "sessions",
                "metadata_ciphertext",
                sessionId,
                plain.getBytes(StandardCharsets.UTF_8));
  }

  private int insert(List<SessionWrite> writes) throws SQLException {
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
        parameters(writes, session -> session.candidate().session().externalId()));
  }

  private void update(List<SessionWrite> writes) throws SQLException {
    if (writes.isEmpty()) {
      return;
    }
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
        parameters(writes, session -> session.candidate().session().externalId()));
  }

  private Object[] parameters(
      List<SessionWrite> writes, Function<SessionWrite, String> externalId) {
    return new Object[] {
      job.tenant(),
      job.importId(),
      Column.of("text", writes, externalId),
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
      Column.of("bytea", writes, SessionWrite::metadataCiphertext),
      Column.of("bytea", writes, write -> write.candidate().contentFingerprint()),
      Column.of("bytea", writes, write -> write.candidate().ratingFingerprint())
    };
  }

  private void insertTexts() throws SQLException {
    if (newTexts.isEmpty()) {
      return;
    }
    BulkSql.execute(
        connection,
        """
        insert into csr.texts (tenant_id, text_id, person_id, kind, ciphertext)
        select ?, text_id, person_id, kind, ciphertext
        from unnest(?, ?, ?, ?) as written (text_id, person_id, kind, ciphertext)
        """,
        job.tenant(),
        Column.of("uuid", newTexts, Text::textId),
        Column.of("uuid", newTexts, Text::authorId),
        Column.of("text", newTexts, Text::kind),
        Column.of("bytea", newTexts, Text::ciphertext));
  }

  private void deleteOldTexts() throws SQLException {
    if (oldTexts.isEmpty()) {
      return;
    }
    BulkSql.execute(
        connection,
        "delete from csr.texts where tenant_id = ? and text_id = any (?)",
        job.tenant(),
        Column.of("uuid", oldTexts, id -> id));
  }
}
