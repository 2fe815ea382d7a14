package org.teei.csr.bench.imports;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.teei.csr.engines.imports.EventRule.Fact;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.engines.imports.RatingScale;
import org.teei.csr.engines.imports.SessionRow;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Json;

/** Appends the events that new sessions set off, as the last thing in a chunk. */
final class BatchOutbox {
  private final JdbcTemplate jdbc;
  private final String tenant;
  private final UUID importId;
  private final RatingScale scale;

  BatchOutbox(JdbcTemplate jdbc, String tenant, UUID importId, RatingScale scale) {
    this.jdbc = jdbc;
    this.tenant = tenant;
    this.importId = importId;
    this.scale = scale;
  }

  private record Event(String type, UUID person, String data) {}

  void append(Collection<SessionWriter.NewSession> sessions) {
    List<Event> events = new ArrayList<>(2 * sessions.size());
    sessions.forEach(session -> {
      for (String type :
          ImportSchemas.eventTypes(ImportKind.SESSIONS, Outcome.CREATED, facts(session.row()))) {
        events.add(new Event(type, session.participant(), Json.of(data(type, session))));
      }
    });
    if (events.isEmpty()) {
      return;
    }
    Map<UUID, Long> versions = raiseVersions(events);
    jdbc.query(
        "select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> {}, "outbox/" + tenant);
    Long last =
        jdbc.queryForObject(
            """
            insert into csr.outbox_positions (tenant_id, last_position) values (?, ?)
            on conflict (tenant_id) do update
            set last_position = csr.outbox_positions.last_position + excluded.last_position
            returning last_position
            """,
            Long.class,
            tenant,
            (long) events.size());
    if (last == null) {
      throw new IllegalStateException("no position");
    }
    long position = last - events.size();
    List<Object[]> rows = new ArrayList<>(events.size());
    for (Event event : events) {
      position++;
      rows.add(
          new Object[] {
            tenant,
            position,
            Ids.next(),
            event.type(),
            event.person(),
            versions.merge(event.person(), 1L, Long::sum),
            event.data(),
            importId.toString()
          });
    }
    jdbc.batchUpdate(
        """
        insert into csr.outbox_events
          (tenant_id, position, event_id, type, person_id, subject_version, data, correlation_id)
        values (?, ?, ?, ?, ?, ?, ?::jsonb, ?)
        """,
        rows);
  }

  /** The versions of the persons before these events; rows are locked in the order of ids. */
  private Map<UUID, Long> raiseVersions(List<Event> events) {
    Map<UUID, Long> raises = new TreeMap<>();
    events.forEach(event -> raises.merge(event.person(), 1L, Long::sum));
    Map<UUID, Long> versions = new TreeMap<>();
    jdbc.query(
        """
        select person_id, version from csr.profiles
        where tenant_id = ? and person_id = any (?)
        order by person_id for no key update
        """,
        row -> {
          versions.put(row.getObject(1, UUID.class), row.getLong(2));
        },
        tenant,
        raises.keySet().toArray(UUID[]::new));
    jdbc.batchUpdate(
        """
        update csr.profiles set version = version + ?, updated_at = now()
        where tenant_id = ? and person_id = ?
        """,
        raises.entrySet().stream()
            .map(raise -> new Object[] {raise.getValue(), tenant, raise.getKey()})
            .toList());
    return versions;
  }

  private static Set<Fact> facts(SessionRow row) {
    Set<Fact> facts = EnumSet.of(row.completedAt() == null ? Fact.SCHEDULED : Fact.COMPLETED);
    if (row.rating() != null) {
      facts.add(Fact.RATED_ANEW);
    }
    return facts;
  }

  private Map<String, Object> data(String type, SessionWriter.NewSession session) {
    SessionRow row = session.row();
    BigDecimal rating = row.rating(scale);
    Instant completed = row.completedAt();
    Map<String, Object> data = new LinkedHashMap<>();
    if (type.equals("kintell.rating.created")) {
      put(data, "ratingId", session.ratingId());
      data.put("sessionId", session.id());
      data.put("fromRole", "participant");
      put(data, "rating", rating);
      put(data, "feedbackTextId", session.feedbackTextId());
      data.put("createdAt", completed == null ? row.scheduledAt() : completed);
      return data;
    }
    data.put("sessionId", session.id());
    data.put("externalSessionId", row.externalId());
    data.put("sessionType", row.type().id());
    data.put("participantId", session.participant());
    data.put("volunteerId", session.volunteer());
    data.put("scheduledAt", row.scheduledAt());
    put(data, "ratingId", session.ratingId());
    put(data, "rating", rating);
    if (completed != null) {
      data.put("completedAt", completed);
      put(data, "durationMinutes", row.durationMinutes());
      put(data, "languageLevel", row.languageLevel() == null ? null : row.languageLevel().name());
    }
    return data;
  }

  private static void put(Map<String, Object> data, String name, @Nullable Object value) {
    if (value != null) {
      data.put(name, value);
    }
  }
}
