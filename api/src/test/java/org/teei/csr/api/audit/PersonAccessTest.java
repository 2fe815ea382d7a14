package org.teei.csr.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.BUDDY_EVENTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;
import static org.teei.csr.schema.jooq.Tables.SESSIONS;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.profiles.Persons;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import tools.jackson.databind.JsonNode;

class PersonAccessTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Persons persons = new Persons(api);
  private final String email = "p" + UUID.randomUUID() + "@example.org";

  @Test
  void looksAreCountedByWhoAndHow() {
    var person = persons.person(Api.TENANT, email);
    http.get("/v1/profile/" + person);
    http.get("/v1/profile/" + person);
    http.post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(email));

    var report = report(person);

    assertThat(report.get("personId").asString()).isEqualTo(person.toString());
    var looks = report.get("looks");
    assertThat(looks.findValuesAsString("action"))
        .containsExactly("profiles.found", "profiles.viewed");
    var viewed = looks.get(1);
    assertThat(viewed.get("actor").asString()).isNotBlank();
    assertThat(viewed.get("role").asString()).isNotBlank();
    assertThat(viewed.get("purpose").asString()).isEqualTo("programme");
    assertThat(viewed.get("resourceType").asString()).isEqualTo("person");
    assertThat(viewed.get("resourceId").asString()).isEqualTo(person.toString());
    assertThat(viewed.get("times").asInt()).isEqualTo(2);
    assertThat(Instant.parse(viewed.get("firstAt").asString()))
        .isBefore(Instant.parse(viewed.get("lastAt").asString()));
  }

  @Test
  void looksAtWhomTheyTurnedOutToBeAreTheirsToo() {
    var stayed = persons.person(Api.TENANT, email);
    var alias = persons.person(Api.TENANT, "other-" + email);
    var second = persons.person(Api.TENANT, "second-" + email);
    http.get("/v1/profile/" + alias);
    persons.merge(alias, stayed);
    persons.merge(second, stayed);
    http.get("/v1/profile/" + second);

    for (var person : new UUID[] {stayed, alias, second}) {
      assertThat(report(person).get("looks").findValuesAsString("resourceId"))
          .containsExactly(stayed.toString(), alias.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFetchedResultFileWithARowOfThePersonIsALook(boolean participant) {
    var person = persons.person(Api.TENANT, email);
    var other = persons.person(Api.TENANT, "other-" + email);
    var id = upload();
    var session = session(id, participant ? person : other, participant ? other : person);
    row(id, "accepted", session);
    assertThat(report(person).get("looks").size()).isZero();

    http.get("/v1/imports/" + id + "/accepted.csv");

    var look = report(person).get("looks").get(0);
    assertThat(look.get("action").asString()).isEqualTo("imports.rows-read");
    assertThat(look.get("resourceType").asString()).isEqualTo("import");
    assertThat(look.get("resourceId").asString()).isEqualTo(id.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"users", "completions", "credentials"})
  void soIsOneWithAnythingElseThatBecameTheirs(String kind) {
    var person = persons.person(Api.TENANT, email);
    var id = upload();
    row(
        id,
        "accepted",
        switch (kind) {
          case "users" -> persons.user(person);
          case "completions" -> persons.completion(person, "EXEC-101");
          default -> persons.credential(person, null);
        });

    http.get("/v1/imports/" + id + "/accepted.csv");

    assertThat(report(person).get("looks").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFetchedResultFileWithAMatchOfThePersonIsALook(boolean participant) {
    var person = persons.person(Api.TENANT, email);
    var other = persons.person(Api.TENANT, "other-" + email);
    var id = upload();
    var match = persons.match(participant ? person : other, participant ? other : person);
    row(id, "accepted", match);

    http.get("/v1/imports/" + id + "/accepted.csv");

    assertThat(report(person).get("looks").findValuesAsString("resourceId"))
        .containsExactly(id.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFetchedResultFileWithAnEventOfThePersonIsALook(boolean ofTheMatch) {
    var person = persons.person(Api.TENANT, email);
    var other = persons.person(Api.TENANT, "other-" + email);
    var match = persons.match(ofTheMatch ? person : other, persons.person(Api.TENANT, "b" + email));
    var event = UUID.randomUUID();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(BUDDY_EVENTS)
                    .set(BUDDY_EVENTS.TENANT_ID, Api.TENANT)
                    .set(BUDDY_EVENTS.EVENT_ID, event)
                    .set(BUDDY_EVENTS.MATCH_ID, match)
                    .set(BUDDY_EVENTS.EVENT_TYPE, "hangout")
                    .set(BUDDY_EVENTS.EVENT_DATE, Instant.now())
                    .set(BUDDY_EVENTS.ATTENDEES, ofTheMatch ? new UUID[0] : new UUID[] {person})
                    .set(BUDDY_EVENTS.CONTENT_FINGERPRINT, new byte[1])
                    .set(BUDDY_EVENTS.IMPORT_ID, match)
                    .execute());
    var id = upload();
    row(id, "accepted", event);

    http.get("/v1/imports/" + id + "/accepted.csv");

    assertThat(report(person).get("looks").findValuesAsString("resourceId"))
        .containsExactly(id.toString());
  }

  @ParameterizedTest
  @CsvSource({"duplicate, accepted", "accepted, duplicate", "accepted, rejected"})
  void aResultFileWithoutARowOfThePersonIsNone(String outcome, String fetched) {
    var person = persons.person(Api.TENANT, email);
    var id = upload();
    row(id, outcome, session(id, person, persons.person(Api.TENANT, "other-" + email)));

    assertThat(http.get("/v1/imports/" + id + "/" + fetched + ".csv").status()).isEqualTo(200);

    assertThat(report(person).get("looks").size()).isZero();
  }

  @Test
  void aResultFileOfAnotherImportIsNone() {
    var person = persons.person(Api.TENANT, email);
    var id = upload();
    row(id, "accepted", session(id, person, persons.person(Api.TENANT, "other-" + email)));

    http.get("/v1/imports/" + upload() + "/accepted.csv");

    assertThat(report(person).get("looks").size()).isZero();
  }

  @Test
  void thatTheReportWasAskedForIsOnRecordAndNoLook() {
    var person = persons.person(Api.TENANT, email);

    report(person);
    var second = report(person);

    assertThat(second.get("looks").size()).isZero();
    assertThat(new Records(api).auditedActions(person))
        .containsExactly("audit.access-reported", "audit.access-reported");
  }

  @Test
  void aReportThatDidNotChangeIsNotSentAgain() {
    var person = persons.person(Api.TENANT, email);
    var path = "/v1/audit/persons/" + person;
    var tag = http.get(path).header("etag").orElseThrow();

    assertThat(http.get(path, "If-None-Match", tag).status()).isEqualTo(304);
    http.get("/v1/profile/" + person);
    assertThat(http.get(path, "If-None-Match", tag).status()).isEqualTo(200);
  }

  @Test
  void aPersonOfAnotherTenantIsAsUnknownAsNobody() {
    var foreign = persons.person(api.database().freshTenant(), email);

    assertThat(http.get("/v1/audit/persons/" + foreign).problem()).isEqualTo("shared/not-found");
    assertThat(http.get("/v1/audit/persons/" + UUID.randomUUID()).problem())
        .isEqualTo("shared/not-found");
    assertThat(http.get("/v1/audit/persons/someone").problem()).isEqualTo("shared/not-found");
    assertThat(new Records(api).auditedActions(foreign)).isEmpty();
  }

  private JsonNode report(UUID person) {
    return http.get("/v1/audit/persons/" + person).json();
  }

  private UUID upload() {
    var file =
        "session_id,participant_email,volunteer_email,scheduled_at\n"
            + UUID.randomUUID()
            + ",a@example.org,b@example.org,2026-01-01\n";
    return UUID.fromString(
        http.csv("/v1/import/sessions", file.getBytes(UTF_8)).json().get("id").asString());
  }

  private UUID session(UUID importId, UUID participant, UUID volunteer) {
    var id = UUID.randomUUID();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(SESSIONS)
                    .set(SESSIONS.TENANT_ID, Api.TENANT)
                    .set(SESSIONS.SESSION_ID, id)
                    .set(SESSIONS.SOURCE, "kintell")
                    .set(SESSIONS.EXTERNAL_ID, id.toString())
                    .set(SESSIONS.SESSION_TYPE, "language")
                    .set(SESSIONS.PARTICIPANT_ID, participant)
                    .set(SESSIONS.VOLUNTEER_ID, volunteer)
                    .set(SESSIONS.SCHEDULED_AT, Instant.now())
                    .set(SESSIONS.CONTENT_FINGERPRINT, new byte[1])
                    .set(SESSIONS.RATING_FINGERPRINT, new byte[1])
                    .set(SESSIONS.IMPORT_ID, importId)
                    .execute());
    return id;
  }

  private void row(UUID importId, String outcome, UUID session) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(IMPORT_ROWS)
                    .set(IMPORT_ROWS.TENANT_ID, Api.TENANT)
                    .set(IMPORT_ROWS.IMPORT_ID, importId)
                    .set(IMPORT_ROWS.ROW_NUMBER, 1L)
                    .set(IMPORT_ROWS.BYTE_OFFSET, 0L)
                    .set(IMPORT_ROWS.BYTE_LENGTH, 1)
                    .set(IMPORT_ROWS.OUTCOME, outcome)
                    .set(IMPORT_ROWS.ENTITY_ID, session)
                    .execute());
  }
}
