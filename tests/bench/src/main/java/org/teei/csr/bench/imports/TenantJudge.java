package org.teei.csr.bench.imports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.bench.chaos.Checker;
import org.teei.csr.bench.chaos.Checker.Finding;
import org.teei.csr.bench.imports.Expectation.Event;

/**
 * Compares the database of a company that has nothing but the imports of a round with what the
 * files must come to: in SQL of its own, past all row security.
 */
final class TenantJudge implements Checker {
  private static final int FETCH = 10_000;

  private final Connection connection;
  private final String tenant;
  private final Expectation wanted;
  private final Discrepancies found = new Discrepancies();

  /** Whose person each address turned out to be. */
  private final Map<String, UUID> persons = new HashMap<>();

  private final Map<UUID, String> sessions = new HashMap<>();

  /**
   * @param connection of the superuser, closed by whoever opened it
   */
  TenantJudge(Connection connection, String tenant, Expectation wanted) {
    this.connection = connection;
    this.tenant = tenant;
    this.wanted = wanted;
  }

  @Override
  public List<Finding> findings() throws SQLException {
    sessions();
    people();
    texts();
    events();
    timeline();
    nothingIsLeftOver();
    return found.findings();
  }

  /** The session that an id of ours stands for; empty where no event has told. */
  private void sessions() throws SQLException {
    Map<String, Integer> seen = new HashMap<>();
    each(
        """
        select s.session_id, s.external_id, s.participant_id, s.volunteer_id, s.scheduled_at, s.completed_at,
          s.duration_minutes, s.rating, s.language_level, array_to_string(s.topics, ','),
          s.feedback_text_id, s.metadata_ciphertext is not null
        from csr.sessions s where s.tenant_id = ?
        """,
        row -> {
          String id = row.getString(2);
          sessions.put(row.getObject(1, UUID.class), id);
          SentSession sent = wanted.standing().get(id);
          if (sent == null) {
            found.add(Wrong.OTHER, 1, "sessions that nobody sent, or that were taken back", id);
          } else if (seen.merge(id, 1, Integer::sum) == 1) {
            person(sent.participant(), row.getObject(3, UUID.class), id);
            person(sent.volunteer(), row.getObject(4, UUID.class), id);
            found.unless(equal(row, sent), "sessions with other figures than were sent", id);
          }
        });
    wanted
        .standing()
        .keySet()
        .forEach(id -> found.compare("sessions", 1, seen.getOrDefault(id, 0), id));
  }

  private static boolean equal(ResultSet row, SentSession sent) throws SQLException {
    return Objects.equals(instant(row.getTimestamp(5)), sent.scheduledAt())
        && Objects.equals(instant(row.getTimestamp(6)), sent.completedAt())
        && Objects.equals(row.getObject(7, Integer.class), sent.minutes())
        && Objects.equals(row.getBigDecimal(8), sent.rating())
        && Objects.equals(row.getString(9), sent.level())
        && Objects.equals(row.getString(10), sent.topics())
        && (row.getObject(11) != null) == (sent.feedback() != null)
        && row.getBoolean(12) == (sent.metadata() != null);
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }

  /** Addresses are encrypted, but one address is one person in all sessions. */
  private void person(String address, UUID person, String session) {
    UUID known = persons.putIfAbsent(address, person);
    found.unless(
        known == null || known.equals(person), "addresses that became two persons", session);
  }

  private void people() throws SQLException {
    found.unless(
        new HashSet<>(persons.values()).size() == persons.size(),
        "persons with the addresses of two",
        tenant);
    Set<UUID> standing = new HashSet<>();
    each(
        "select person_id from csr.profiles where tenant_id = ?",
        row -> standing.add(row.getObject(1, UUID.class)));
    for (UUID person : persons.values()) {
      found.compare("persons", 1, standing.contains(person) ? 1 : 0, person.toString());
    }
    int people = wanted.people().size();
    found.compare("persons in all", people, standing.size(), tenant);
    found.compare(
        "addresses",
        people,
        number("select count(*) from csr.profile_identifiers where tenant_id = ?"),
        tenant);
    found.compare(
        "keys of persons",
        people,
        number("select count(*) from csr.person_keys where tenant_id = ?"),
        tenant);
  }

  private void texts() throws SQLException {
    found.compare(
        "texts",
        wanted.texts(),
        number("select count(*) from csr.texts where tenant_id = ?"),
        tenant);
    found.compare(
        "texts of their sessions",
        wanted.texts(),
        number(
            """
            select count(*) from csr.texts t
              join csr.sessions s on s.tenant_id = t.tenant_id and s.feedback_text_id = t.text_id
                and s.participant_id = t.person_id
            where t.tenant_id = ? and length(t.ciphertext) > 0
            """),
        tenant);
  }

  private void events() throws SQLException {
    Map<Event, Integer> seen = new HashMap<>();
    Map<UUID, Integer> ids = new HashMap<>();
    long[] last = {0};
    each(
        """
        select event_id, position, type, coalesce(data->>'sessionId', data->>'entityId')::uuid,
          data->>'externalSessionId'
        from csr.outbox_events where tenant_id = ? order by position
        """,
        row -> {
          long position = row.getLong(2);
          found.compare("positions of events", position - last[0], 1, "before " + position);
          last[0] = position;
          ids.merge(row.getObject(1, UUID.class), 1, Integer::sum);
          UUID session = row.getObject(4, UUID.class);
          if (row.getString(5) != null) {
            sessions.put(session, row.getString(5));
          }
          seen.merge(
              new Event(row.getString(3), sessions.getOrDefault(session, "?")), 1, Integer::sum);
        });
    ids.forEach((id, times) -> found.compare("ids of events", 1, times, id.toString()));
    Set<Event> all = new HashSet<>(wanted.events().keySet());
    all.addAll(seen.keySet());
    for (Event event : all) {
      found.compare(
          event.type(),
          wanted.events().getOrDefault(event, 0),
          seen.getOrDefault(event, 0),
          event.session());
    }
    found.compare("events in all", wanted.eventCount(), last[0], tenant);
    found.compare(
        "events that are published",
        last[0],
        number(
            "select coalesce(max(published_position), 0) from csr.outbox_positions where tenant_id = ?"),
        tenant);
    versions();
  }

  private void versions() throws SQLException {
    each(
        """
        select e.person_id, count(distinct e.subject_version), count(*), max(e.subject_version), max(p.version)
        from csr.outbox_events e
          left join csr.profiles p on p.tenant_id = e.tenant_id and p.person_id = e.person_id
        where e.tenant_id = ? group by e.person_id
        """,
        row -> {
          String person = row.getString(1);
          found.compare("versions of persons", row.getLong(4), row.getLong(2), person);
          found.compare("events of one version", row.getLong(2), row.getLong(3), person);
          Long version = row.getObject(5, Long.class);
          found.unless(
              version == null || version == row.getLong(4),
              "persons whose version is not that of their last event",
              person);
        });
  }

  /** What the consumer of events has made of them. */
  private void timeline() throws SQLException {
    found.compare(
        "events that took effect",
        wanted.eventCount(),
        number(
            "select count(*) from csr.event_deduplication where tenant_id = ? and consumer = 'profile-timeline'"),
        tenant);
    found.compare(
        "entries of timelines",
        2L * wanted.standing().size(),
        number("select count(*) from csr.profile_timeline where tenant_id = ?"),
        tenant);
    found.compare(
        "entries of timelines as their sessions stand",
        2L * wanted.standing().size(),
        number(
            """
            select count(*) from csr.profile_timeline t
              join csr.sessions s on s.tenant_id = t.tenant_id and s.session_id = t.entry_id
                and t.person_id = case t.role when 'participant' then s.participant_id else s.volunteer_id end
                and t.occurred_at = coalesce(s.completed_at, s.scheduled_at)
            where t.tenant_id = ?
            """),
        tenant);
  }

  private void nothingIsLeftOver() throws SQLException {
    for (String left :
        List.of(
            "import_staging where tenant_id = ?",
            "start_intents where tenant_id = ? and state = 'pending'",
            "parked_workflows where tenant_id = ? and state = 'waiting'",
            "parked_events where tenant_id = ?",
            "import_jobs where tenant_id = ? and status not in ('completed', 'undone')")) {
      long count = number("select count(*) from csr." + left);
      found.unless(count == 0, "rows left over in " + left.split(" ", 2)[0], count + " of them");
    }
  }

  private long number(String sql) throws SQLException {
    long[] number = {0};
    each(sql, row -> number[0] = row.getLong(1));
    return number[0];
  }

  @FunctionalInterface
  private interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  private void each(String sql, Reader reader) throws SQLException {
    boolean auto = connection.getAutoCommit();
    // Only inside a transaction rows come in portions.
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH);
      statement.setString(1, tenant);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    } finally {
      if (auto) {
        connection.setAutoCommit(true);
      }
    }
  }
}
