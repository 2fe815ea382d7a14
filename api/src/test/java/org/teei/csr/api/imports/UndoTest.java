package org.teei.csr.api.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_UNDO_IMAGES;
import static org.teei.csr.schema.jooq.Tables.SESSIONS;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.profiles.Persons;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

/** How imports are asked to be taken back, and what is foretold. */
class UndoTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Ledger ledger = new Ledger(api);
  private final Records records = new Records(api);

  @Test
  void anImportIsTakenBackByAWorkflowOfItsOwnThoughTemporalIsAway() {
    var id = completed();

    var answer = http.post("/v1/imports/" + id + "/undo", "{\"reason\":\"the wrong file\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("location")).contains("/v1/imports/" + id);
    assertThat(answer.json().get("status").asString()).isEqualTo("undoing");
    assertThat(answer.json().get("finishedAt").isNull()).isTrue();
    assertThat(answer.json().get("undo").toString())
        .isEqualTo("{\"reversed\":0,\"kept\":0,\"failed\":0}");
    assertThat(records.decisionsAbout(id)).isEqualTo(1);
    assertThat(records.auditedActions(id)).contains("imports.undo");
    var workflow = "imports/demo/%s/u1".formatted(id);
    assertThat(attempts(id)).containsExactly("1 undo running " + workflow);
    assertThat(starts(workflow))
        .containsExactly(
            "UndoWorkflow imports {\"tenant\": \"demo\", \"attempt\": 1, \"importId\": \"%s\"}"
                .formatted(id));
  }

  @Test
  void anImportThatWasNeverTakenBackSaysNothingOfIt() {
    assertThat(http.get("/v1/imports/" + completed()).json().get("undo").isNull()).isTrue();
  }

  @Test
  void theSameRequestWithItsKeyBeginsOnce() {
    var id = completed();
    var key = UUID.randomUUID().toString();

    var first = http.post("/v1/imports/" + id + "/undo", "{}", "Idempotency-Key", key);
    var second = http.post("/v1/imports/" + id + "/undo", "{}", "Idempotency-Key", key);

    assertThat(first.status()).isEqualTo(202);
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.header("Idempotent-Replayed")).contains("true");
    assertThat(attempts(id)).hasSize(1);
    assertThat(http.post("/v1/imports/" + id + "/undo", "{}").status()).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queued",
        "staging",
        "awaiting_approval",
        "merging",
        "correcting",
        "undoing",
        "paused",
        "parked"
      })
  void anImportThatIsAtWorkIsNotTakenBack(String status) {
    var id = upload();
    ledger.show(id, status);

    assertRefused(id, status);
  }

  @Test
  void anImportThatIsTakenBackAlreadyIsNotTakenBackAgain() {
    var id = upload();
    ledger.end(id, "undone");

    assertRefused(id, "undone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancelled", "failed", "expired"})
  void whatHadLandedBeforeAnImportEndedIsTakenBack(String status) {
    var nothing = upload();
    ledger.end(nothing, status);
    assertRefused(nothing, status);
    var something = upload();
    ledger.end(something, status);
    landed(something, 1);

    assertThat(http.post("/v1/imports/" + something + "/undo").status()).isEqualTo(202);
  }

  private void assertRefused(UUID id, String status) {
    for (var query : List.of("", "?dryRun=true")) {
      var answer = http.post("/v1/imports/" + id + "/undo" + query);

      assertThat(answer.problem()).isEqualTo("imports/not-in-this-state");
      assertThat(answer.json().get("currentStatus").asString()).isEqualTo(status);
    }
    assertThat(records.decisionsAbout(id)).isZero();
    assertThat(attempts(id)).isEmpty();
  }

  @Test
  void aDryRunHasNothingToTakeBack() {
    var id = completed();
    superuser()
        .update(IMPORT_JOBS)
        .set(IMPORT_JOBS.MODE, "dry-run")
        .where(IMPORT_JOBS.IMPORT_ID.eq(id))
        .execute();

    assertThat(http.post("/v1/imports/" + id + "/undo").problem()).isEqualTo("imports/dry-run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?dryRun=true"})
  void anImportWhoseTimeIsOverIsGoneForGood(String query) {
    var forgotten = completed();
    ledger.forgetFile(forgotten);
    var overdue = completed();
    ledger.outlive(overdue);

    for (var id : List.of(forgotten, overdue)) {
      var answer = http.post("/v1/imports/" + id + "/undo" + query);
      assertThat(answer.status()).isEqualTo(410);
      assertThat(answer.problem()).isEqualTo("imports/undo-expired");
    }
  }

  @Test
  void ofAFileThatWasSentAnewTheNewerImportIsTakenBackFirst() {
    var file = SessionFiles.fresh(1);
    var older = id(http.csv("/v1/import/sessions", file));
    ledger.end(older, "cancelled");
    landed(older, 1);
    var newer = id(http.csv("/v1/import/sessions", file));
    ledger.end(newer, "completed");

    assertThat(http.post("/v1/imports/" + older + "/undo").problem())
        .isEqualTo("imports/imported-anew");
    assertThat(records.decisionsAbout(older)).isZero();
    ledger.end(newer, "undone");

    assertThat(http.post("/v1/imports/" + older + "/undo").status()).isEqualTo(202);
  }

  @Test
  void whoMaySendFilesMayNotTakeThemBack() {
    var id = completed();

    assertThat(
            Http.as(api, Api.TENANT, "company_user").post("/v1/imports/" + id + "/undo").status())
        .isEqualTo(403);
  }

  @Test
  void itIsForetoldWhatWouldBecomeOfEachRow() {
    var id = completed();
    var another = completed();
    var made = session(id);
    var changed = session(id);
    var changedSince = session(another);
    landed(id, 5);
    row(id, 1, made, false);
    row(id, 2, changed, true);
    image(id, 2, changed);
    row(id, 3, changedSince, false);
    row(id, 4, UUID.randomUUID(), false);
    row(id, 5, session(id), true);
    ledger.row(id, 6, 0, 1, "rejected", "[]");

    var answer = http.post("/v1/imports/" + id + "/undo?dryRun=true&page_size=3");

    assertThat(answer.status()).isEqualTo(200);
    var preview = answer.json();
    assertThat(preview.get("undo").toString())
        .isEqualTo("{\"reversed\":2,\"kept\":1,\"failed\":2}");
    var rows = preview.get("rows");
    assertThat(rows.get("total").asInt()).isEqualTo(5);
    assertThat(rows.get("items").get(0).toString())
        .isEqualTo(
            "{\"row\":1,\"id\":\"%s\",\"updated\":false,\"reversal\":{\"outcome\":\"reversed\",\"reason\":null,\"importId\":null}}"
                .formatted(made));
    assertThat(rows.get("items").get(2).get("reversal").toString())
        .isEqualTo(
            "{\"outcome\":\"kept\",\"reason\":\"changed-by-import\",\"importId\":\"%s\"}"
                .formatted(another));
    assertThat(rows.get("links").get("next").asString()).contains("dryRun=true", "page=2");
    var failed = http.post("/v1/imports/" + id + "/undo?dryRun=true&reversal=failed").json();
    assertThat(failed.get("rows").get("items").findValuesAsString("reason"))
        .containsExactly("not-there", "image-expired");
    assertThat(failed.get("rows").get("total").asInt()).isEqualTo(2);
    assertThat(http.get("/v1/imports/" + id).json().get("status").asString())
        .isEqualTo("completed");
    assertThat(attempts(id)).isEmpty();
    assertThat(records.decisionsAbout(id)).isZero();
  }

  @Test
  void itIsForetoldThatAnEarlierRowMeetsWhatALaterOnePutsBack() {
    var id = completed();
    var another = completed();
    var session = session(id);
    landed(id, 2);
    row(id, 1, session, false);
    row(id, 2, session, true);
    image(id, 2, session);
    assertThat(foretold(id)).isEqualTo("{\"reversed\":2,\"kept\":0,\"failed\":0}");

    superuser()
        .update(IMPORT_UNDO_IMAGES)
        .set(IMPORT_UNDO_IMAGES.IMAGE, JSONB.jsonb("{\"import_id\":\"%s\"}".formatted(another)))
        .where(IMPORT_UNDO_IMAGES.IMPORT_ID.eq(id))
        .execute();

    assertThat(foretold(id)).isEqualTo("{\"reversed\":1,\"kept\":1,\"failed\":0}");
  }

  private String foretold(UUID id) {
    return http.post("/v1/imports/" + id + "/undo?dryRun=true").json().get("undo").toString();
  }

  @Test
  void rowsSayWhatBecameOfThemAndAreChosenByIt() {
    var id = completed();
    var another = UUID.randomUUID();
    for (var number = 1; number <= 3; number++) {
      row(id, number, UUID.randomUUID(), false);
    }
    reversed(id, 1, "reversed", null);
    reversed(id, 2, "kept", "changed-by-import " + another);
    superuser()
        .update(IMPORT_JOBS)
        .set(IMPORT_JOBS.STATUS, "undone")
        .set(IMPORT_JOBS.REVERSED_ROWS, 1L)
        .set(IMPORT_JOBS.KEPT_ROWS, 1L)
        .set(IMPORT_JOBS.PROBLEM, JSONB.jsonb("{\"type\":\"imports/rows-kept\"}"))
        .where(IMPORT_JOBS.IMPORT_ID.eq(id))
        .execute();

    var job = http.get("/v1/imports/" + id).json();
    var kept = http.get("/v1/imports/" + id + "/rows?reversal=kept").json();
    var all = http.get("/v1/imports/" + id + "/rows").json();

    assertThat(job.get("undo").toString()).isEqualTo("{\"reversed\":1,\"kept\":1,\"failed\":0}");
    assertThat(job.get("problem").get("type").asString()).isEqualTo("/problems/imports/rows-kept");
    assertThat(kept.get("items").size()).isEqualTo(1);
    assertThat(kept.get("items").get(0).get("reversal").toString())
        .isEqualTo(
            "{\"outcome\":\"kept\",\"reason\":\"changed-by-import\",\"importId\":\"%s\"}"
                .formatted(another));
    assertThat(all.get("items").get(2).get("reversal").isNull()).isTrue();
  }

  private UUID upload() {
    return id(http.csv("/v1/import/sessions", SessionFiles.fresh(1)));
  }

  private UUID completed() {
    var id = upload();
    ledger.end(id, "completed");
    return id;
  }

  private static UUID id(Http.Answer answer) {
    return UUID.fromString(answer.json().get("id").asString());
  }

  private void landed(UUID id, long rows) {
    superuser()
        .update(IMPORT_JOBS)
        .set(IMPORT_JOBS.READ_ROWS, rows)
        .set(IMPORT_JOBS.ACCEPTED_ROWS, rows)
        .where(IMPORT_JOBS.IMPORT_ID.eq(id))
        .execute();
  }

  private UUID session(UUID importId) {
    var id = UUID.randomUUID();
    var persons = new Persons(api);
    superuser()
        .insertInto(SESSIONS)
        .set(SESSIONS.TENANT_ID, Api.TENANT)
        .set(SESSIONS.SESSION_ID, id)
        .set(SESSIONS.SOURCE, "kintell")
        .set(SESSIONS.EXTERNAL_ID, id.toString())
        .set(SESSIONS.SESSION_TYPE, "language")
        .set(SESSIONS.PARTICIPANT_ID, persons.person(Api.TENANT, id + "-p@example.org"))
        .set(SESSIONS.VOLUNTEER_ID, persons.person(Api.TENANT, id + "-v@example.org"))
        .set(SESSIONS.SCHEDULED_AT, Instant.now())
        .set(SESSIONS.CONTENT_FINGERPRINT, new byte[0])
        .set(SESSIONS.RATING_FINGERPRINT, new byte[0])
        .set(SESSIONS.IMPORT_ID, importId)
        .execute();
    return id;
  }

  private void row(UUID importId, long number, UUID session, boolean updated) {
    ledger.row(importId, number, 0, 1, "accepted", null);
    superuser()
        .update(IMPORT_ROWS)
        .set(IMPORT_ROWS.ENTITY_ID, session)
        .set(IMPORT_ROWS.UPDATED, updated)
        .where(IMPORT_ROWS.IMPORT_ID.eq(importId), IMPORT_ROWS.ROW_NUMBER.eq(number))
        .execute();
  }

  private void reversed(UUID importId, long number, String outcome, @Nullable String reason) {
    superuser()
        .update(IMPORT_ROWS)
        .set(IMPORT_ROWS.REVERSAL, outcome)
        .set(IMPORT_ROWS.REVERSAL_REASON, reason)
        .where(IMPORT_ROWS.IMPORT_ID.eq(importId), IMPORT_ROWS.ROW_NUMBER.eq(number))
        .execute();
  }

  /** An image of a session that the same import had made. */
  private void image(UUID importId, long number, UUID session) {
    superuser()
        .insertInto(IMPORT_UNDO_IMAGES)
        .set(IMPORT_UNDO_IMAGES.TENANT_ID, Api.TENANT)
        .set(IMPORT_UNDO_IMAGES.IMPORT_ID, importId)
        .set(IMPORT_UNDO_IMAGES.ATTEMPT, 0)
        .set(IMPORT_UNDO_IMAGES.ROW_NUMBER, number)
        .set(IMPORT_UNDO_IMAGES.ENTITY_ID, session)
        .set(IMPORT_UNDO_IMAGES.PERSON_ID, UUID.randomUUID())
        .set(IMPORT_UNDO_IMAGES.PEOPLE, new UUID[0])
        .set(IMPORT_UNDO_IMAGES.IMAGE, JSONB.jsonb("{\"import_id\":\"%s\"}".formatted(importId)))
        .execute();
  }

  private List<String> attempts(UUID id) {
    return superuser()
        .selectFrom(IMPORT_ATTEMPTS)
        .where(IMPORT_ATTEMPTS.IMPORT_ID.eq(id))
        .fetch(row ->
            String.join(
                " ",
                row.getAttempt().toString(),
                row.getKind(),
                row.getStatus(),
                row.getWorkflowId()));
  }

  private List<String> starts(String workflow) {
    return superuser()
        .selectFrom(START_INTENTS)
        .where(START_INTENTS.WORKFLOW_ID.eq(workflow))
        .fetch(row ->
            String.join(" ", row.getWorkflowType(), row.getTaskQueue(), row.getInput().data()));
  }

  private DSLContext superuser() {
    return DSL.using(api.database().superuser(), SQLDialect.POSTGRES);
  }
}
