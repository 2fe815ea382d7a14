package org.teei.csr.bench.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.bench.imports.Expectation.Event;
import org.teei.csr.bench.imports.Expectation.Outcome;

/**
 * A company in which files have landed as they have to: its rows are written straight from what the
 * files are expected to come to.
 */
final class LandedCompany {
  private final Connection connection;
  private final String tenant;
  private final Map<String, UUID> persons = new HashMap<>();
  private final Map<UUID, Long> versions = new HashMap<>();

  /**
   * @param connection of the superuser
   */
  LandedCompany(Connection connection, String tenant) {
    this.connection = connection;
    this.tenant = tenant;
  }

  /** Writes everything but the ledger. */
  void write(Expectation expected) throws SQLException {
    for (String address : expected.people()) {
      person(address);
    }
    for (SentSession session : expected.standing().values()) {
      session(session);
    }
    events(expected);
    for (Map.Entry<UUID, Long> version : versions.entrySet()) {
      execute(
          "update csr.profiles set version = ? where tenant_id = ? and person_id = ?",
          version.getValue(),
          tenant,
          version.getKey());
    }
  }

  private void person(String address) throws SQLException {
    UUID person = UUID.randomUUID();
    persons.put(address, person);
    execute("insert into csr.profiles (tenant_id, person_id) values (?, ?)", tenant, person);
    execute(
        "insert into csr.person_keys (tenant_id, person_id, data_key_version, wrapped_key) values (?, ?, 1, 'key')",
        tenant,
        person);
    execute(
        """
        insert into csr.profile_identifiers
          (tenant_id, kind, index_key_version, blind_index, identifier_id, person_id, value_ciphertext)
        values (?, 'email', 1, ?, ?, ?, 'secret')
        """,
        tenant,
        address.getBytes(UTF_8),
        UUID.randomUUID(),
        person);
  }

  static UUID id(String session) {
    return UUID.nameUUIDFromBytes(session.getBytes(UTF_8));
  }

  private void session(SentSession session) throws SQLException {
    UUID participant = persons.get(session.participant());
    UUID volunteer = persons.get(session.volunteer());
    UUID text = session.feedback() == null ? null : UUID.randomUUID();
    if (text != null) {
      execute(
          """
          insert into csr.texts (tenant_id, text_id, person_id, kind, ciphertext)
          values (?, ?, ?, 'session_feedback', 'secret')
          """,
          tenant,
          text,
          participant);
    }
    execute(
        """
        insert into csr.sessions
          (tenant_id, session_id, source, external_id, session_type, participant_id, volunteer_id, scheduled_at,
            completed_at, duration_minutes, rating, language_level, topics, feedback_text_id, metadata_ciphertext,
            content_fingerprint, rating_fingerprint, import_id)
        values (?, ?, 'kintell', ?, 'language', ?, ?, ?, ?, ?, ?, ?, string_to_array(?, ','), ?, ?, 'a', 'b', ?)
        """,
        tenant,
        id(session.id()),
        session.id(),
        participant,
        volunteer,
        time(session.scheduledAt()),
        time(session.completedAt()),
        session.minutes(),
        session.rating(),
        session.level(),
        session.topics(),
        text,
        session.metadata() == null ? null : "secret".getBytes(UTF_8),
        UUID.randomUUID());
    entry(session, participant, "participant");
    entry(session, volunteer, "volunteer");
  }

  private void entry(SentSession session, @Nullable UUID person, String role) throws SQLException {
    execute(
        """
        insert into csr.profile_timeline
          (tenant_id, person_id, entry_kind, entry_id, role, occurred_at, facts, last_position)
        values (?, ?, 'session', ?, ?, ?, '{}', 1)
        """,
        tenant,
        person,
        id(session.id()),
        role,
        time(session.completedAt() == null ? session.scheduledAt() : session.completedAt()));
  }

  private void events(Expectation expected) throws SQLException {
    List<Event> all = new ArrayList<>();
    expected
        .events()
        .forEach((event, times) -> {
          for (int i = 0; i < times; i++) {
            all.add(event);
          }
        });
    // What tells the name of a session comes before what only refers to it.
    all.sort((a, b) -> Boolean.compare(!told(a), !told(b)));
    long position = 0;
    for (Event event : all) {
      event(++position, event, expected.standing().get(event.session()));
    }
    execute(
        "insert into csr.outbox_positions (tenant_id, last_position, published_position) values (?, ?, ?)",
        tenant,
        position,
        position);
    execute(
        """
        insert into csr.event_deduplication (tenant_id, consumer, event_id)
        select tenant_id, 'profile-timeline', event_id from csr.outbox_events where tenant_id = ?
        """,
        tenant);
  }

  private static boolean told(Event event) {
    return event.type().startsWith("kintell.session.");
  }

  private void event(long position, Event event, @Nullable SentSession session)
      throws SQLException {
    UUID person = session == null ? null : persons.get(session.participant());
    // Of sessions that were taken back nobody is left.
    UUID subject = person == null ? id("gone") : person;
    long version = person == null ? position : versions.merge(subject, 1L, Long::sum);
    execute(
        """
        insert into csr.outbox_events
          (tenant_id, position, event_id, type, person_id, subject_version, data)
        values (?, ?, ?, ?, ?, ?, jsonb_strip_nulls(jsonb_build_object(
          case when ? then 'entityId' else 'sessionId' end, ?::text, 'externalSessionId', ?::text)))
        """,
        tenant,
        position,
        UUID.randomUUID(),
        event.type(),
        subject,
        version,
        event.type().startsWith("imports."),
        id(event.session()).toString(),
        told(event) ? event.session() : null);
  }

  /** Writes a completed import and its ledger; answers its id. */
  UUID ledger(List<Outcome> outcomes) throws SQLException {
    UUID id = UUID.randomUUID();
    execute(
        """
        insert into csr.import_jobs
          (tenant_id, import_id, kind, schema_name, schema_version, error_policy, unknown_people, forced,
            content_sha256, content_length, stored_object, encoding, delimiter, line_ending, stored_length, workflow_id,
            created_by, expires_at, status, finished_at, read_rows, accepted_rows, updated_rows, rejected_rows,
            duplicate_rows)
        values (?, ?, 'sessions', 'language_session', '1.1', 'skip-invalid', 'create', true, 'a', 1, ?, 'UTF-8', ',',
          'LF', 1, ?, 'test', now() + interval '1 day', 'completed', now(), ?, ?, ?, ?, ?)
        """,
        tenant,
        id,
        "imports/" + id,
        "imports/" + id,
        outcomes.size(),
        count(outcomes, "accepted"),
        (int) outcomes.stream().filter(row -> row.updated).count(),
        count(outcomes, "rejected"),
        count(outcomes, "duplicate"));
    for (int i = 0; i < outcomes.size(); i++) {
      execute(
          """
          insert into csr.import_rows (tenant_id, import_id, row_number, byte_offset, byte_length, outcome, updated, errors)
          values (?, ?, ?, 0, 1, ?, ?, ?::jsonb)
          """,
          tenant,
          id,
          i + 1,
          outcomes.get(i).spelling,
          outcomes.get(i).updated,
          outcomes.get(i) == Outcome.REJECTED ? "[]" : null);
    }
    return id;
  }

  private static int count(List<Outcome> outcomes, String spelling) {
    return (int) outcomes.stream().filter(row -> row.spelling.equals(spelling)).count();
  }

  private static @Nullable Timestamp time(@Nullable Instant time) {
    return time == null ? null : Timestamp.from(time);
  }

  void execute(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }
}
