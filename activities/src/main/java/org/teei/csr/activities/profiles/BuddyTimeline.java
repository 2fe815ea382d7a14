package org.teei.csr.activities.profiles;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.PoisonEventException;

/**
 * A match, and what comes of it, stands on the timelines of its participant and its buddy, as its
 * latest event tells it. The people of a match never change, so an entry never leaves a timeline.
 */
final class BuddyTimeline {
  private static final String CREATED = "buddy.match.created";
  private static final String ENDED = "buddy.match.ended";

  private static final String LOGGED = "buddy.event.logged";
  private static final String CHECKED_IN = "buddy.checkin.completed";
  private static final String FEEDBACK = "buddy.feedback.submitted";

  static final Set<String> TYPES = Set.of(CREATED, ENDED, LOGGED, CHECKED_IN, FEEDBACK);

  private static final ObjectMapper JSON = new ObjectMapper();

  private BuddyTimeline() {}

  static void apply(DSLContext db, String tenant, List<Event> events) {
    Map<Thing, State> latest = new LinkedHashMap<>();
    for (Event event : events) {
      State state =
          switch (event.type()) {
            case CREATED -> State.of(event, "match", "matchId", "matchedAt");
            case ENDED ->
                State.of(event, "match", "matchId", "matchedAt", "endedAt", "duration", "reason");
            case LOGGED -> State.of(event, "event", "eventId", "eventDate", "matchId", "eventType");
            case CHECKED_IN ->
                State.of(event, "checkin", "checkinId", "checkinDate", "matchId", "mood");
            case FEEDBACK ->
                State.of(
                    event,
                    "feedback",
                    "feedbackId",
                    "submittedAt",
                    "matchId",
                    "fromRole",
                    "rating",
                    "communication",
                    "helpfulness",
                    "engagement");
            default -> throw new PoisonEventException("profiles/unknown-event-type");
          };
      latest.merge(state.thing(), state, (old, now) -> now.position() > old.position() ? now : old);
    }
    if (!latest.isEmpty()) {
      enter(db, tenant, latest.values());
    }
  }

  /** In the order of the primary key, so that two writers cannot wait for each other. */
  private static void enter(DSLContext db, String tenant, Collection<State> states) {
    List<Entry> entries = new ArrayList<>();
    for (State state : states) {
      entries.add(new Entry(state.participantId(), "participant", state));
      entries.add(new Entry(state.buddyId(), "buddy", state));
    }
    entries.sort(
        comparing(Entry::personId)
            .thenComparing(entry -> entry.state().thing().kind())
            .thenComparing(entry -> entry.state().thing().id()));
    db.execute(
        """
        insert into csr.profile_timeline as entry
          (tenant_id, person_id, entry_kind, entry_id, role, occurred_at, facts, last_position)
        select {0}, person_id, entry_kind, entry_id, role, occurred_at, facts::jsonb, position
        from unnest({1}, {2}, {3}, {4}, {5}, {6}, {7})
          as latest (person_id, entry_kind, entry_id, role, occurred_at, facts, position)
        on conflict (tenant_id, person_id, entry_kind, entry_id) do update
        set occurred_at = excluded.occurred_at, facts = excluded.facts, last_position = excluded.last_position
        where entry.last_position < excluded.last_position
        """,
        DSL.val(tenant),
        DSL.val(Rows.column(entries, Entry::personId, UUID[]::new)),
        DSL.val(Rows.column(entries, entry -> entry.state().thing().kind(), String[]::new)),
        DSL.val(Rows.column(entries, entry -> entry.state().thing().id(), UUID[]::new)),
        DSL.val(Rows.column(entries, Entry::role, String[]::new)),
        DSL.val(Rows.column(entries, entry -> entry.state().occurredAt(), Instant[]::new)),
        DSL.val(Rows.column(entries, entry -> entry.state().facts(), String[]::new)),
        DSL.val(Rows.column(entries, entry -> entry.state().position(), Long[]::new)));
  }

  private record Thing(String kind, UUID id) {}

  private record State(
      Thing thing,
      UUID participantId,
      UUID buddyId,
      Instant occurredAt,
      String facts,
      long position) {

    /**
     * @param id the field with the id of the entry
     * @param time the field with the time of the entry, which is a fact too
     * @param more further facts
     */
    static State of(Event event, String kind, String id, String time, String... more) {
      EventData data = new EventData(event.data());
      ObjectNode facts = JSON.createObjectNode();
      data.copy(facts, time);
      data.copy(facts, more);
      return new State(
          new Thing(kind, data.id(id)),
          data.id("participantId"),
          data.id("buddyId"),
          data.time(time),
          facts.toString(),
          event.position());
    }
  }

  private record Entry(UUID personId, String role, State state) {}
}
