package org.teei.csr.activities.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.PROFILE_TIMELINE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.PoisonEventException;
import org.teei.csr.activities.shared.Profiles;
import org.teei.csr.schema.jooq.tables.records.ProfileTimelineRecord;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class BuddyTimelineTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();
  private final UUID participant = Profiles.fresh(tenancy, tenant);
  private final UUID buddy = Profiles.fresh(tenancy, tenant);
  private final UUID match = UUID.randomUUID();
  private final UUID thing = UUID.randomUUID();
  private final TimelineProjection projection = new TimelineProjection();

  @Test
  void aMatchStandsOnTheTimelinesOfBoth() throws Exception {
    apply(created(1));

    assertThat(entries(participant))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.getEntryKind()).isEqualTo("match");
          assertThat(entry.getEntryId()).isEqualTo(match);
          assertThat(entry.getRole()).isEqualTo("participant");
          assertThat(entry.getOccurredAt()).isEqualTo(Instant.parse("2026-01-05T10:00:00Z"));
        });
    assertThat(entries(buddy))
        .singleElement()
        .satisfies(entry -> assertThat(entry.getRole()).isEqualTo("buddy"));
    assertThat(facts(buddy)).isEqualTo(JSON.readTree("{\"matchedAt\":\"2026-01-05T10:00:00Z\"}"));
  }

  @Test
  void anEndedMatchTellsItsEndHoweverEventsAreBatched() throws Exception {
    JsonNode expected =
        JSON.readTree(
            """
            {"matchedAt":"2026-01-05T10:00:00Z","endedAt":"2026-02-05T10:00:00Z","duration":31,"reason":"other"}
            """);
    apply(created(1), ended(2));
    assertThat(facts(participant)).isEqualTo(expected);

    tenancy.change(tenant, db -> db.deleteFrom(PROFILE_TIMELINE).execute());
    apply(created(1));
    apply(ended(2));
    assertThat(facts(buddy)).isEqualTo(expected);
  }

  @Test
  void anOlderEventDoesNotOverwriteANewerOne() throws Exception {
    apply(ended(2));
    apply(created(1));

    assertThat(facts(participant).has("endedAt")).isTrue();
    assertThat(entries(participant)).hasSize(1);
  }

  @Test
  void whatComesOfAMatchStandsOnTheTimelinesOfBothAtItsLatestState() throws Exception {
    apply(
        event("buddy.event.logged", 1, thing("eventId", "eventDate").put("eventType", "workshop")),
        event("buddy.checkin.completed", 2, thing("checkinId", "checkinDate").put("mood", "good")),
        event(
            "buddy.feedback.submitted",
            3,
            thing("feedbackId", "submittedAt").put("fromRole", "buddy").put("rating", 0.5)));
    apply(event("buddy.checkin.completed", 4, thing("checkinId", "checkinDate")));

    for (UUID person : List.of(participant, buddy)) {
      assertThat(entries(person))
          .extracting(ProfileTimelineRecord::getEntryKind)
          .containsExactlyInAnyOrder("event", "checkin", "feedback");
      for (ProfileTimelineRecord entry : entries(person)) {
        JsonNode facts = JSON.readTree(entry.getFacts().data());
        assertThat(facts.path("matchId").asText()).isEqualTo(match.toString());
        switch (entry.getEntryKind()) {
          case "event" -> assertThat(facts.path("eventType").asText()).isEqualTo("workshop");
          case "checkin" -> assertThat(facts.has("mood")).isFalse();
          default -> assertThat(facts.path("fromRole").asText()).isEqualTo("buddy");
        }
      }
    }
  }

  @Test
  void anEventWithoutItsFieldsIsPoison() {
    ObjectNode data = JSON.createObjectNode().put("matchId", match.toString());

    assertThatThrownBy(() -> apply(event("buddy.match.created", 1, data)))
        .isInstanceOfSatisfying(
            PoisonEventException.class,
            e -> assertThat(e.failureType()).isEqualTo("profiles/event-incomplete"));
  }

  private Event created(long position) {
    return event("buddy.match.created", position, match());
  }

  private Event ended(long position) {
    return event(
        "buddy.match.ended",
        position,
        match().put("endedAt", "2026-02-05T10:00:00Z").put("duration", 31).put("reason", "other"));
  }

  private ObjectNode thing(String id, String time) {
    return match().put(id, thing.toString()).put(time, "2026-01-06T10:00:00Z");
  }

  private ObjectNode match() {
    return JSON.createObjectNode()
        .put("matchId", match.toString())
        .put("participantId", participant.toString())
        .put("buddyId", buddy.toString())
        .put("matchedAt", "2026-01-05T10:00:00Z");
  }

  private void apply(Event... events) {
    tenancy.change(tenant, db -> projection.apply(db, tenant, List.of(events)));
  }

  private Event event(String type, long position, ObjectNode data) {
    return new Event(
        UUID.randomUUID(),
        tenant,
        type,
        participant,
        position,
        position,
        Instant.now(),
        null,
        null,
        data);
  }

  private JsonNode facts(UUID person) throws Exception {
    return JSON.readTree(entries(person).getFirst().getFacts().data());
  }

  private List<ProfileTimelineRecord> entries(UUID person) {
    return tenancy.read(
        tenant,
        db ->
            db.selectFrom(PROFILE_TIMELINE)
                .where(PROFILE_TIMELINE.TENANT_ID.eq(tenant), PROFILE_TIMELINE.PERSON_ID.eq(person))
                .fetch());
  }
}
