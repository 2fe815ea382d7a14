package org.teei.csr.activities.profiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.PoisonEventException;

/**
 * A session stands on the timelines of its participant and its volunteer, with its latest state. An
 * event never overwrites what a later one said: {@code last_position} is that of the latest event
 * of the session, which tells its rating too; {@code ratingPosition} among the facts is that of a
 * rating since then.
 */
final class SessionTimeline {
  private static final String SCHEDULED = "kintell.session.scheduled";
  private static final String COMPLETED = "kintell.session.completed";
  private static final String RATED = "kintell.rating.created";

  static final Set<String> TYPES = Set.of(SCHEDULED, COMPLETED, RATED);

  private static final ObjectMapper JSON = new ObjectMapper();

  private SessionTimeline() {}

  static void apply(DSLContext db, String tenant, List<Event> events) {
    Map<UUID, Session> sessions = new LinkedHashMap<>();
    Map<UUID, Rating> ratings = new LinkedHashMap<>();
    for (Event event : events) {
      switch (event.type()) {
        case SCHEDULED -> keepLatest(sessions, Session.of(event, "scheduled"));
        case COMPLETED -> keepLatest(sessions, Session.of(event, "completed"));
        case RATED -> keepLatest(ratings, Rating.of(event));
        default -> throw new PoisonEventException("profiles/unknown-event-type");
      }
    }
    if (!sessions.isEmpty()) {
      Map<UUID, Session> rated = new LinkedHashMap<>(sessions);
      rated.replaceAll((id, session) -> session.with(ratings.get(id)));
      if (enter(db, tenant, rated.values())) {
        rated.values().stream()
            .filter(Session::rated)
            .map(Session::sessionId)
            .forEach(ratings::remove);
      }
      leave(db, tenant, sessions.values());
    }
    if (!ratings.isEmpty()) {
      rate(db, tenant, ratings.values());
    }
  }

  private static <T extends Stated> void keepLatest(Map<UUID, T> states, T state) {
    states.merge(
        state.sessionId(), state, (old, now) -> now.position() > old.position() ? now : old);
  }

  /**
   * In the order of the primary key, so that two writers cannot wait for each other.
   *
   * @return whether all took effect: none of them is older than what stood there
   */
  private static boolean enter(DSLContext db, String tenant, Collection<Session> sessions) {
    var entries = new ArrayList<Entry>();
    for (Session session : sessions) {
      entries.add(new Entry(session.volunteerId(), "volunteer", session));
      if (!session.participantId().equals(session.volunteerId())) {
        entries.add(new Entry(session.participantId(), "participant", session));
      }
    }
    entries.sort(
        Comparator.comparing(Entry::personId).thenComparing(entry -> entry.session().sessionId()));
    int entered =
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
                facts = case when (entry.facts ->> 'ratingPosition')::bigint
                  > coalesce((excluded.facts ->> 'ratingPosition')::bigint, excluded.last_position)
                  then excluded.facts || jsonb_build_object(
                    'rating', entry.facts -> 'rating', 'ratingPosition', entry.facts -> 'ratingPosition')
                  else excluded.facts end,
                last_position = excluded.last_position
            where entry.last_position < excluded.last_position
            """,
            DSL.val(tenant),
            DSL.val(Rows.column(entries, Entry::personId, UUID[]::new)),
            DSL.val(Rows.column(entries, entry -> entry.session().sessionId(), UUID[]::new)),
            DSL.val(Rows.column(entries, Entry::role, String[]::new)),
            DSL.val(Rows.column(entries, entry -> entry.session().occurredAt(), Instant[]::new)),
            DSL.val(
                Rows.column(entries, entry -> entry.session().facts().toString(), String[]::new)),
            DSL.val(Rows.column(entries, entry -> entry.session().position(), Long[]::new)));
    return entered == entries.size();
  }

  /** A corrected session may have other people: it goes from the timelines of the former ones. */
  private static void leave(DSLContext db, String tenant, Collection<Session> sessions) {
    db.execute(
        "delete from csr.profile_timeline where {0}",
        Entries.of(
            tenant,
            DSL.sql(
                "unnest({0}, {1}, {2}, {3}) as wanted (entry_id, position, participant_id, volunteer_id)",
                DSL.val(Rows.column(sessions, Session::sessionId, UUID[]::new)),
                DSL.val(Rows.column(sessions, Session::position, Long[]::new)),
                DSL.val(Rows.column(sessions, Session::participantId, UUID[]::new)),
                DSL.val(Rows.column(sessions, Session::volunteerId, UUID[]::new))),
            DSL.condition(
                """
                entry.entry_kind = 'session'
                  and entry.person_id not in (wanted.participant_id, wanted.volunteer_id)
                """)));
  }

  private static void rate(DSLContext db, String tenant, Collection<Rating> ratings) {
    ObjectNode facts = JSON.createObjectNode();
    ratings.forEach(rating -> rating.addTo(facts.putObject(rating.sessionId().toString())));
    db.execute(
        """
        update csr.profile_timeline entry
        set facts = entry.facts || ({0} -> entry.entry_id::text)
        where {1}
        """,
        DSL.val(JSONB.jsonb(facts.toString())),
        Entries.of(
            tenant,
            DSL.sql(
                "unnest({0}, {1}) as wanted (entry_id, position)",
                DSL.val(Rows.column(ratings, Rating::sessionId, UUID[]::new)),
                DSL.val(Rows.column(ratings, Rating::position, Long[]::new))),
            DSL.condition(
                """
                entry.entry_kind = 'session'
                  and coalesce((entry.facts ->> 'ratingPosition')::bigint, 0) < wanted.position
                """)));
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
      ObjectNode facts,
      long position)
      implements Stated {

    /** With a rating since then, as its event would add it. */
    Session with(@Nullable Rating rating) {
      if (rating == null || rating.position() < position) {
        return this;
      }
      ObjectNode rated = rating.addTo(facts.deepCopy());
      return new Session(sessionId, participantId, volunteerId, occurredAt, rated, position);
    }

    boolean rated() {
      return facts.has("ratingPosition");
    }

    static Session of(Event event, String status) {
      EventData data = new EventData(event.data());
      ObjectNode facts =
          JSON.createObjectNode()
              .put("sessionType", data.text("sessionType"))
              .put("status", status)
              .put("scheduledAt", data.text("scheduledAt"));
      data.copy(facts, "completedAt", "durationMinutes", "languageLevel", "rating");
      String completedAt = data.textOrNull("completedAt");
      return new Session(
          data.id("sessionId"),
          data.id("participantId"),
          data.id("volunteerId"),
          data.time(completedAt == null ? "scheduledAt" : "completedAt"),
          facts,
          event.position());
    }
  }

  private record Rating(UUID sessionId, BigDecimal rating, long position) implements Stated {

    static Rating of(Event event) {
      JsonNode rating = event.data().path("rating");
      if (!rating.isNumber()) {
        throw new PoisonEventException("profiles/event-incomplete");
      }
      return new Rating(
          new EventData(event.data()).id("sessionId"), rating.decimalValue(), event.position());
    }

    ObjectNode addTo(ObjectNode facts) {
      return facts.put("rating", rating).put("ratingPosition", position);
    }
  }

  private record Entry(UUID personId, String role, Session session) {}
}
