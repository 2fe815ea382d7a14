package org.teei.csr.activities.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.PROFILE_TIMELINE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.PoisonEventException;
import org.teei.csr.activities.shared.Profiles;
import org.teei.csr.schema.jooq.tables.records.ProfileTimelineRecord;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class TimelineProjectionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant SCHEDULED = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant COMPLETED = Instant.parse("2026-03-01T11:00:00Z");

  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();
  private final UUID participant = Profiles.fresh(tenancy, tenant);
  private final UUID volunteer = Profiles.fresh(tenancy, tenant);
  private final UUID session = UUID.randomUUID();
  private final TimelineProjection projection = new TimelineProjection();

  @Test
  void aSessionStandsOnTheTimelinesOfBothPeople() throws Exception {
    apply(scheduled(1));
    assertThat(entries(participant))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.getRole()).isEqualTo("participant");
          assertThat(entry.getEntryId()).isEqualTo(session);
          assertThat(entry.getOccurredAt()).isEqualTo(SCHEDULED);
        });
    assertThat(entries(volunteer))
        .singleElement()
        .satisfies(entry -> assertThat(entry.getRole()).isEqualTo("volunteer"));
    assertThat(facts(participant))
        .isEqualTo(
            JSON.readTree(
                """
                {"sessionType":"language","status":"scheduled","scheduledAt":"2026-03-01T10:00:00Z"}
                """));
  }

  @Test
  void aCompletedSessionShowsItsFiguresAndItsRating() throws Exception {
    apply(scheduled(1), completed(2, 45), rated(3, 0.8));
    assertThat(facts(participant))
        .isEqualTo(
            JSON.readTree(
                """
                {"sessionType":"language","status":"completed","scheduledAt":"2026-03-01T10:00:00Z",
                 "completedAt":"2026-03-01T11:00:00Z","durationMinutes":45,"languageLevel":"B1",
                 "rating":0.8,"ratingPosition":3}
                """));
    assertThat(entries(participant).getFirst().getOccurredAt()).isEqualTo(COMPLETED);
  }

  @Test
  void aSessionWhoseImportWasTakenBackGoesFromBothTimelines() throws Exception {
    apply(completed(1, 45), rated(2, 0.8));

    apply(reversed(3, "removed"));

    assertThat(entries(participant)).isEmpty();
    assertThat(entries(volunteer)).isEmpty();
  }

  @Test
  void aSessionThatComesAndGoesInOneBatchIsGone() throws Exception {
    apply(scheduled(1), reversed(2, "removed"));

    assertThat(entries(participant)).isEmpty();
  }

  @Test
  void aSessionThatWasPutBackShowsWhatItIsAgain() throws Exception {
    apply(scheduled(1), completed(2, 45), rated(3, 0.8));

    apply(reversed(4, "restored"), scheduled(5));

    assertThat(facts(participant).get("status").asText()).isEqualTo("scheduled");
    assertThat(facts(participant).has("rating")).isFalse();
  }

  @Test
  void aReversalWithoutItsThingIsPoison() {
    assertThatThrownBy(() ->
            apply(
                event(
                    "imports.row.reversed", 1, JSON.createObjectNode().put("reversal", "removed"))))
        .isInstanceOf(PoisonEventException.class);
  }

  private Event reversed(long position, String reversal) {
    return event(
        "imports.row.reversed",
        position,
        JSON.createObjectNode().put("entityId", session.toString()).put("reversal", reversal));
  }

  @Test
  void anOlderEventDoesNotOverwriteANewerOne() throws Exception {
    apply(completed(5, 45));
    apply(rated(6, 0.8));
    apply(completed(2, 30));
    apply(rated(3, 0.2));
    assertThat(facts(participant).get("durationMinutes").asInt()).isEqualTo(45);
    assertThat(facts(participant).get("rating").asDouble()).isEqualTo(0.8);
  }

  @Test
  void aCorrectionKeepsTheRatingThatStands() throws Exception {
    apply(completed(1, 45), rated(2, 0.8));
    apply(with(completed(3, 50), 0.8));
    assertThat(facts(participant).get("durationMinutes").asInt()).isEqualTo(50);
    assertThat(facts(participant).get("rating").asDouble()).isEqualTo(0.8);
  }

  @Test
  void aCorrectionThatTakesTheRatingBackClearsIt() throws Exception {
    apply(with(completed(1, 45), 0.8), rated(2, 0.8));
    apply(completed(3, 45));
    assertThat(facts(participant).has("rating")).isFalse();
    assertThat(facts(volunteer).has("rating")).isFalse();
    apply(rated(2, 0.8));
    assertThat(facts(participant).has("rating")).isFalse();
  }

  @Test
  void aLateCorrectionKeepsARatingThatIsNewer() throws Exception {
    apply(completed(1, 45), rated(4, 0.9));
    apply(with(completed(3, 50), 0.2));
    assertThat(facts(participant).get("durationMinutes").asInt()).isEqualTo(50);
    assertThat(facts(participant).get("rating").asDouble()).isEqualTo(0.9);
  }

  @Test
  void anotherParticipantOfASessionFindsItsRating() throws Exception {
    UUID other = Profiles.fresh(tenancy, tenant);
    apply(with(completed(1, 45), 0.8), rated(2, 0.8));
    apply(with(completed(3, 45, other), 0.8));
    assertThat(facts(other).get("rating").asDouble()).isEqualTo(0.8);
  }

  @Test
  void aSessionWithOtherPeopleLeavesTheTimelinesOfTheFormerOnes() {
    UUID other = Profiles.fresh(tenancy, tenant);
    apply(completed(1, 45));
    apply(completed(2, 45, other));
    assertThat(entries(participant)).isEmpty();
    assertThat(entries(other)).hasSize(1);
    assertThat(entries(volunteer)).hasSize(1);
  }

  /** A tenant that the statistics do not know yet looks to PostgreSQL as if it had no entries. */
  @Test
  void aLaterEventReadsOnlyTheEntriesOfItsSession() throws Exception {
    String other = database.freshTenant();
    fill(other, Profiles.fresh(tenancy, other));
    try (var connection = database.owner().getConnection();
        var analyze = connection.createStatement()) {
      analyze.execute("analyze csr.profile_timeline");
    }
    fill(tenant, participant);
    apply(scheduled(2));

    assertThat(entriesReadBy(rated(3, 0.8))).isLessThan(20);
    assertThat(entriesReadBy(completed(4, 45))).isLessThan(20);
    assertThat(entriesReadBy(reversed(5, "removed"))).isLessThan(20);
    assertThat(entries(volunteer)).isEmpty();
  }

  private void fill(String tenant, UUID person) {
    tenancy.change(
        tenant,
        db ->
            db.execute(
                """
                insert into csr.profile_timeline
                  (tenant_id, person_id, entry_kind, entry_id, role, occurred_at, facts, last_position)
                select {0}, {1}, 'session', gen_random_uuid(), 'participant', now(), '{}', 1
                from generate_series(1, 5000)
                """,
                DSL.val(tenant), DSL.val(person)));
  }

  private long entriesReadBy(Event event) {
    return tenancy.write(
        tenant,
        db -> {
          long before = entriesRead(db);
          projection.apply(db, tenant, List.of(event));
          return entriesRead(db) - before;
        });
  }

  private static long entriesRead(DSLContext db) {
    return db.fetchSingle(
            """
            select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables
            where relid = 'csr.profile_timeline'::regclass
            """)
        .get(0, Long.class);
  }

  @Test
  void theEndIsTheSameHoweverEventsAreBatched() throws Exception {
    List<Event> events =
        List.of(scheduled(1), completed(2, 45), rated(3, 0.5), completed(4, 60), rated(5, 0.9));
    apply(events.toArray(Event[]::new));
    JsonNode together = facts(volunteer);
    tenancy.change(tenant, db -> db.deleteFrom(PROFILE_TIMELINE).execute());
    events.forEach(this::apply);
    assertThat(facts(volunteer)).isEqualTo(together);
  }

  @Test
  void sessionEventsInAnyOrderEndAtTheLatest() throws Exception {
    List<Event> events = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      events.add(completed(i, i * 10));
    }
    Collections.shuffle(events, new Random());
    events.forEach(this::apply);
    assertThat(facts(participant).get("durationMinutes").asInt()).isEqualTo(80);
  }

  @Test
  void anEventWithoutItsFieldsIsPoison() {
    ObjectNode data = JSON.createObjectNode().put("sessionId", session.toString());
    assertThatThrownBy(() -> apply(event("kintell.session.completed", 1, data)))
        .isInstanceOfSatisfying(
            PoisonEventException.class,
            e -> assertThat(e.failureType()).isEqualTo("profiles/event-incomplete"));
  }

  private void apply(Event... events) {
    tenancy.change(tenant, db -> projection.apply(db, tenant, List.of(events)));
  }

  private Event scheduled(long position) {
    return event("kintell.session.scheduled", position, session(participant));
  }

  private Event completed(long position, int minutes) {
    return completed(position, minutes, participant);
  }

  private Event completed(long position, int minutes, UUID withParticipant) {
    return event(
        "kintell.session.completed",
        position,
        session(withParticipant)
            .put("completedAt", COMPLETED.toString())
            .put("durationMinutes", minutes)
            .put("languageLevel", "B1"));
  }

  private static Event with(Event session, double rating) {
    ((ObjectNode) session.data()).put("rating", rating);
    return session;
  }

  private Event rated(long position, double rating) {
    return event(
        "kintell.rating.created",
        position,
        JSON.createObjectNode()
            .put("ratingId", UUID.randomUUID().toString())
            .put("sessionId", session.toString())
            .put("fromRole", "participant")
            .put("rating", rating)
            .put("createdAt", COMPLETED.toString()));
  }

  private ObjectNode session(UUID withParticipant) {
    return JSON.createObjectNode()
        .put("sessionId", session.toString())
        .put("externalSessionId", "K-1")
        .put("sessionType", "language")
        .put("participantId", withParticipant.toString())
        .put("volunteerId", volunteer.toString())
        .put("scheduledAt", SCHEDULED.toString());
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
