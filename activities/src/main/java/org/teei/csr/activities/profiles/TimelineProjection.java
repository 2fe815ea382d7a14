package org.teei.csr.activities.profiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.EventProjection;
import org.teei.csr.activities.shared.PoisonEventException;

/**
 * Keeps {@code profile_timeline}: a session stands on the timelines of its participant and its
 * volunteer, with its latest state. An event never overwrites what a later one said: {@code
 * last_position} is that of the latest event of the session, which tells its rating too; {@code
 * ratingPosition} among the facts is that of a rating since then.
 */
public final class TimelineProjection implements EventProjection {
  private static final String SCHEDULED = "kintell.session.scheduled";
  private static final String COMPLETED = "kintell.session.completed";
  private static final String RATED = "kintell.rating.created";
  private static final String REVERSED = "imports.row.reversed";

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String consumer() {
    return "profile-timeline";
  }

  @Override
  public List<String> types() {
    return List.of(SCHEDULED, COMPLETED, RATED, REVERSED);
  }

  @Override
  public void apply(DSLContext db, String tenant, List<Event> events) {
    Map<UUID, Session> sessions = new LinkedHashMap<>();
    Map<UUID, Rating> ratings = new LinkedHashMap<>();
    List<Event> reversed = new ArrayList<>();
    for (Event event : events) {
      switch (event.type()) {
        case SCHEDULED -> keepLatest(sessions, Session.of(event, "scheduled"));
        case COMPLETED -> keepLatest(sessions, Session.of(event, "completed"));
        case RATED -> keepLatest(ratings, Rating.of(event));
        case REVERSED -> reversed.add(event);
        default -> throw new PoisonEventException("profiles/unknown-event-type");
      }
    }
    if (!sessions.isEmpty()) {
      enter(db, tenant, sessions.values());
      leave(db, tenant, sessions.values());
    }
    if (!ratings.isEmpty()) {
      rate(db, tenant, ratings.values());
    }
    RemovedEntries.remove(db, tenant, reversed);
  }

  private static <T extends Stated> void keepLatest(Map<UUID, T> states, T state) {
    states.merge(
        state.sessionId(), state, (old, now) -> now.position() > old.position() ? now : old);
  }

  /** In the order of the primary key, so that two writers cannot wait for each other. */
  private static void enter(DSLContext db, String tenant, Collection<Session> sessions) {
    var entries = new ArrayList<Entry>();
    for (Session session : sessions) {
      entries.add(new Entry(session.volunteerId(), "volunteer", session));
      if (!session.participantId().equals(session.volunteerId())) {
        entries.add(new Entry(session.participantId(), "participant", session));
      }
    }
    entries.sort(
        Comparator.comparing(Entry::personId).thenComparing(entry -> entry.session().sessionId()));
    db.execute(
        """
        insert into csr.profile_timeline as entry
          (tenant_id, person_id, entry_kind, entry_id, role, occurred_at, facts, last_position)
        select {0}, person_id, 'session', entry_id, role, occurred_at, facts::jsonb, position
        from unnest({1}, {2}, {3}, {4}, {5}, {6})
          as latest (person_id, entry_id, role, occurred_at, facts, position)
        on conflict (tenant_id, person_id, entry_kind, entry_id) do update
        set role = excluded.role,
            occurred_at = excluded.occurred_at,
            facts = case when (entry.facts ->> 'ratingPosition')::bigint > excluded.last_position
              then excluded.facts || jsonb_build_object(
                'rating', entry.facts -> 'rating', 'ratingPosition', entry.facts -> 'ratingPosition')
              else excluded.facts end,
            last_position = excluded.last_position
        where entry.last_position < excluded.last_position
        """,
        DSL.val(tenant),
        DSL.val(column(entries, Entry::personId, UUID[]::new)),
        DSL.val(column(entries, entry -> entry.session().sessionId(), UUID[]::new)),
        DSL.val(column(entries, Entry::role, String[]::new)),
        DSL.val(column(entries, entry -> entry.session().occurredAt(), Instant[]::new)),
        DSL.val(column(entries, entry -> entry.session().facts(), String[]::new)),
        DSL.val(column(entries, entry -> entry.session().position(), Long[]::new)));
  }

  /** A corrected session may have other people: it goes from the timelines of the former ones. */
  private static void leave(DSLContext db, String tenant, Collection<Session> sessions) {
    db.execute(
        """
        delete from csr.profile_timeline entry
        using unnest({1}, {2}, {3}, {4}) as latest (entry_id, participant_id, volunteer_id, position)
        where entry.tenant_id = {0}
          and entry.entry_kind = 'session'
          and entry.entry_id = latest.entry_id
          and entry.person_id not in (latest.participant_id, latest.volunteer_id)
          and entry.last_position < latest.position
        """,
        DSL.val(tenant),
        DSL.val(column(sessions, Session::sessionId, UUID[]::new)),
        DSL.val(column(sessions, Session::participantId, UUID[]::new)),
        DSL.val(column(sessions, Session::volunteerId, UUID[]::new)),
        DSL.val(column(sessions, Session::position, Long[]::new)));
  }

  private static void rate(DSLContext db, String tenant, Collection<Rating> ratings) {
    db.execute(
        """
        update csr.profile_timeline entry
        set facts = entry.facts || jsonb_build_object('rating', latest.rating, 'ratingPosition', latest.position)
        from unnest({1}, {2}, {3}) as latest (entry_id, rating, position)
        where entry.tenant_id = {0}
          and entry.entry_kind = 'session'
          and entry.entry_id = latest.entry_id
          and entry.last_position < latest.position
          and coalesce((entry.facts ->> 'ratingPosition')::bigint, 0) < latest.position
        """,
        DSL.val(tenant),
        DSL.val(column(ratings, Rating::sessionId, UUID[]::new)),
        DSL.val(column(ratings, Rating::rating, BigDecimal[]::new)),
        DSL.val(column(ratings, Rating::position, Long[]::new)));
  }

  private static <T, V> V[] column(
      Collection<T> rows, Function<T, V> value, IntFunction<V[]> array) {
    return rows.stream().map(value).toArray(array);
  }

  private sealed interface Stated {
    UUID sessionId();

    long position();
  }

  private record Session(
      UUID sessionId,
      UUID participantId,
      UUID volunteerId,
      Instant occurredAt,
      String facts,
      long position)
      implements Stated {

    static Session of(Event event, String status) {
      JsonNode data = event.data();
      ObjectNode facts =
          JSON.createObjectNode()
              .put("sessionType", text(data, "sessionType"))
              .put("status", status)
              .put("scheduledAt", text(data, "scheduledAt"));
      for (String name : List.of("completedAt", "durationMinutes", "languageLevel", "rating")) {
        if (data.hasNonNull(name)) {
          facts.set(name, data.get(name));
        }
      }
      String completedAt = textOrNull(data, "completedAt");
      return new Session(
          id(data, "sessionId"),
          id(data, "participantId"),
          id(data, "volunteerId"),
          time(completedAt == null ? text(data, "scheduledAt") : completedAt),
          facts.toString(),
          event.position());
    }
  }

  private record Rating(UUID sessionId, BigDecimal rating, long position) implements Stated {

    static Rating of(Event event) {
      JsonNode rating = event.data().path("rating");
      if (!rating.isNumber()) {
        throw new PoisonEventException("profiles/event-incomplete");
      }
      return new Rating(id(event.data(), "sessionId"), rating.decimalValue(), event.position());
    }
  }

  private record Entry(UUID personId, String role, Session session) {}

  private static UUID id(JsonNode data, String name) {
    try {
      return UUID.fromString(text(data, name));
    } catch (IllegalArgumentException e) {
      throw new PoisonEventException("profiles/event-incomplete");
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new PoisonEventException("profiles/event-incomplete");
    }
  }

  private static String text(JsonNode data, String name) {
    String text = textOrNull(data, name);
    if (text == null) {
      throw new PoisonEventException("profiles/event-incomplete");
    }
    return text;
  }

  private static @Nullable String textOrNull(JsonNode data, String name) {
    JsonNode value = data.path(name);
    return value.isTextual() ? value.asText() : null;
  }
}
