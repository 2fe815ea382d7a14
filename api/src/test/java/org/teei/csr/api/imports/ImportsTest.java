package org.teei.csr.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.engines.imports.FileProblemCode;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.schema.tenancy.Tenancy;

class ImportsTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Ledger ledger = new Ledger(api);

  @Test
  void aListHasPagesWithLinksThatKeepTheFilters() {
    upload();
    upload();
    upload();

    var page = http.get("/v1/imports?kind=sessions&status=queued&page=2&page_size=1").json();

    assertThat(page.get("items").size()).isEqualTo(1);
    assertThat(page.get("total").asLong()).isGreaterThanOrEqualTo(3);
    var links = page.get("links");
    assertThat(links.get("prev").asString())
        .startsWith("/v1/imports?")
        .contains("kind=sessions", "status=queued", "page=1", "page_size=1");
    assertThat(http.get(links.get("next").asString()).status()).isEqualTo(200);
    assertThat(http.get(links.get("last").asString()).json().get("links").get("next").isNull())
        .isTrue();
  }

  @Test
  void theNewestImportIsListedFirst() {
    upload();
    var newest = upload();

    assertThat(http.get("/v1/imports?page_size=1").json().get("items").get(0).get("id").asString())
        .isEqualTo(newest.toString());
  }

  @Test
  void aStatusFilterShowsOnlyImportsOfThatStatus() {
    var failed = upload();
    upload();
    ledger.end(failed, "failed");

    var page = http.get("/v1/imports?status=failed&page_size=100").json();

    assertThat(page.get("items").findValuesAsString("status"))
        .contains("failed")
        .containsOnly("failed");
  }

  @ParameterizedTest
  @CsvSource({
    "page=0, page",
    "page=x, page",
    "page_size=101, page_size",
    "page_size=0, page_size",
    "status=strange, status",
    "kind=strange, kind"
  })
  void aListParameterOutOfRangeIsRefused(String query, String parameter) {
    var answer = http.get("/v1/imports?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("shared/invalid-parameter");
    assertThat(parameters(answer)).contains(parameter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/rows",
        "/accepted.csv",
        "/rejected.csv",
        "/duplicate.csv",
        "/unprocessed.csv"
      })
  void anImportOfAnotherTenantIsNotFound(String sub) {
    var foreign = importOf(api.database().freshTenant());

    assertThat(http.get("/v1/imports/" + foreign + sub).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "cancel", "restart"})
  void anImportOfAnotherTenantCannotBeCommanded(String command) {
    var foreign = importOf(api.database().freshTenant());

    assertThat(http.post("/v1/imports/" + foreign + "/" + command).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "1", "not-an-id", "%27%20or%201"})
  void anUnknownIdIsNotFound(String id) {
    assertThat(http.get("/v1/imports/" + id).problem()).isEqualTo("shared/not-found");
  }

  @Test
  void aFailureIsShownAsTheProblemThatTheUploadWouldHaveBeenAnsweredWith() {
    var id = upload();
    ledger.fail(id, "{\"type\":\"imports/unclosed-quote\",\"line\":7}");

    var problem = http.get("/v1/imports/" + id).json().get("problem");

    assertThat(problem.get("type").asString()).isEqualTo("/problems/imports/unclosed-quote");
    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.get("line").asInt()).isEqualTo(7);
    assertThat(http.get(problem.get("type").asString()).status()).isEqualTo(200);
  }

  /** What the workers write where an import fails. */
  static Stream<String> failures() {
    return Stream.concat(
        Stream.of("aborted", "expired", "ended-outside"),
        Stream.of(FileProblemCode.values()).map(FileProblemCode::id));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void eachFailureIsInTheCatalogue(String code) {
    var id = upload();
    ledger.fail(id, "{\"type\":\"imports/" + code + "\"}");

    var problem = http.get("/v1/imports/" + id).json().get("problem");

    var entry = http.get("/problems/imports/" + code);
    assertThat(entry.status()).isEqualTo(200);
    assertThat(problem.get("title")).isEqualTo(entry.json().get("title"));
    assertThat(problem.get("detail")).isEqualTo(entry.json().get("remedy"));
  }

  @Test
  void progressRateAndEtaFollowTheLedger() {
    var id = upload();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_JOBS)
                    .set(IMPORT_JOBS.STATUS, "merging")
                    .set(IMPORT_JOBS.FINISHED_STAGE, "validated")
                    .set(IMPORT_JOBS.STAGED_BYTES, IMPORT_JOBS.STORED_LENGTH)
                    .set(IMPORT_JOBS.READ_ROWS, 100L)
                    .set(IMPORT_JOBS.ACCEPTED_ROWS, 40L)
                    .set(IMPORT_JOBS.REJECTED_ROWS, 10L)
                    .set(
                        IMPORT_JOBS.STARTED_AT,
                        DSL.field("now() - interval '10 seconds'", Instant.class))
                    .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                    .execute());

    var job = http.get("/v1/imports/" + id).json();

    assertThat(job.get("progress").asDouble()).isBetween(0.66, 0.67);
    assertThat(job.get("rate").asDouble()).isBetween(3.0, 5.1);
    assertThat(Instant.parse(job.get("eta").asString())).isAfter(Instant.now());
  }

  @Test
  void anImportThatDidNotChangeIsNotSentAgain() {
    var id = upload();
    ledger.show(id, "merging");
    var path = "/v1/imports/" + id;
    var tag = http.get(path).header("etag").orElseThrow();

    var again = http.get(path, "If-None-Match", tag);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
    ledger.show(id, "paused");
    var changed = http.get(path, "If-None-Match", tag);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("etag").orElseThrow()).isNotEqualTo(tag);
  }

  @Test
  void timeThatPassesMakesNoNewVersionOfAnImport() {
    var id = upload();
    ledger.begin(id);
    var path = "/v1/imports/" + id;
    var first = http.get(path);

    await()
        .untilAsserted(() -> {
          var later = http.get(path);
          assertThat(later.json().get("rate")).isNotEqualTo(first.json().get("rate"));
          assertThat(later.header("etag")).isEqualTo(first.header("etag"));
        });
  }

  @Test
  void rateAndEtaCountFromTheLastRestart() {
    var id = upload();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_JOBS)
                    .set(IMPORT_JOBS.STATUS, "merging")
                    .set(IMPORT_JOBS.FINISHED_STAGE, "validated")
                    .set(IMPORT_JOBS.STAGED_BYTES, IMPORT_JOBS.STORED_LENGTH)
                    .set(IMPORT_JOBS.READ_ROWS, 1000L)
                    .set(IMPORT_JOBS.ACCEPTED_ROWS, 500L)
                    .set(
                        IMPORT_JOBS.STARTED_AT,
                        DSL.field("now() - interval '3 days'", Instant.class))
                    .set(IMPORT_JOBS.ATTEMPT, 2)
                    .set(IMPORT_JOBS.RUN_ATTEMPT, 2)
                    .set(
                        IMPORT_JOBS.RUN_STARTED_AT,
                        DSL.field("now() - interval '10 seconds'", Instant.class))
                    .set(IMPORT_JOBS.RUN_STAGED_BYTES, IMPORT_JOBS.STORED_LENGTH)
                    .set(IMPORT_JOBS.RUN_READ_ROWS, 1000L)
                    .set(IMPORT_JOBS.RUN_DECIDED_ROWS, 400L)
                    .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                    .execute());

    var job = http.get("/v1/imports/" + id).json();

    // 100 rows in 10 s, 500 are left.
    assertThat(job.get("rate").asDouble()).isBetween(6.0, 10.1);
    assertThat(Instant.parse(job.get("eta").asString()))
        .isBetween(Instant.now().plusSeconds(40), Instant.now().plusSeconds(90));
    assertThat(job.get("progress").asDouble()).isBetween(0.66, 0.67);
  }

  @Test
  void anImportThatWaitsForItsRestartHasNoRate() {
    var id = upload();
    ledger.end(id, "expired");
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_JOBS)
                    .set(IMPORT_JOBS.STARTED_AT, DSL.currentInstant())
                    .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                    .execute());

    assertThat(http.post("/v1/imports/" + id + "/restart").json().get("rate").isNull()).isTrue();
  }

  @Test
  void rowsShowTheirOutcomeAndErrors() {
    var id = upload();
    ledger.row(id, 1, 0, 1, "accepted", null);
    ledger.row(id, 2, 1, 1, "rejected", "[{\"code\":\"E001\",\"column\":\"participant_email\"}]");

    var rows = http.get("/v1/imports/" + id + "/rows?outcome=rejected").json();

    assertThat(rows.get("total").asInt()).isEqualTo(1);
    var row = rows.get("items").get(0);
    assertThat(row.get("row").asInt()).isEqualTo(2);
    assertThat(row.get("errors").get(0).get("message").asString())
        .isEqualTo("participant_email is not a valid e-mail address.");
  }

  @Test
  void pausingWhileTemporalIsAwayChangesNothing() {
    var id = upload();

    var answer = http.post("/v1/imports/" + id + "/pause", "{\"reason\":\"wait\"}");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isPresent();
    assertThat(answer.problem()).isEqualTo("imports/workflow-unreachable");
    assertThat(new Records(api).decisionsAbout(id)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "completed, pause",
    "completed, resume",
    "completed, cancel",
    "completed, restart",
    "cancelled, cancel",
    "cancelled, resume",
    "queued, restart"
  })
  void aCommandThatTheStatusForbidsIsAConflictThatNamesTheStatus(String status, String command) {
    var id = upload();
    if (status.equals("completed") || status.equals("cancelled")) {
      ledger.end(id, status);
    } else {
      ledger.show(id, status);
    }

    var answer = http.post("/v1/imports/" + id + "/" + command);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("currentStatus").asString()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "merging", "paused", "parked"})
  void whetherAnImportIsPausedIsAskedOfItsWorkflow(String status) {
    var id = upload();
    ledger.show(id, status);

    assertThat(http.post("/v1/imports/" + id + "/resume").problem())
        .isEqualTo("imports/workflow-unreachable");
    assertThat(http.post("/v1/imports/" + id + "/pause").problem())
        .isEqualTo("imports/workflow-unreachable");
  }

  @Test
  void anExpiredImportIsRestartedThoughTemporalIsAway() {
    var id = upload();
    ledger.end(id, "expired");

    var answer =
        http.post("/v1/imports/" + id + "/restart", "{\"reason\":\"the database is back\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("status").asString()).isEqualTo("queued");
    assertThat(answer.json().get("attempt").asInt()).isEqualTo(2);
    assertThat(new Records(api).decisionsAbout(id)).isEqualTo(1);
    assertThat(new Records(api).auditedActions(id)).contains("imports.created", "imports.restart");
    assertThat(new Records(api).pendingStarts(id)).isEqualTo(2);
  }

  @Test
  void anImportWhoseFileWasDeletedIsNotRestarted() {
    var id = upload();
    ledger.end(id, "expired");
    ledger.forgetFile(id);

    assertThatTheFileIsGone(id);
  }

  @Test
  void anImportWhoseFileIsAboutToBeDeletedIsNotRestarted() {
    var id = upload();
    ledger.end(id, "expired");
    ledger.outlive(id);

    assertThatTheFileIsGone(id);
  }

  private void assertThatTheFileIsGone(UUID id) {
    var answer = http.post("/v1/imports/" + id + "/restart");

    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.problem()).isEqualTo("imports/file-expired");
    assertThat(http.get("/v1/imports/" + id).json().get("status").asString()).isEqualTo("expired");
    assertThat(new Records(api).decisionsAbout(id)).isZero();
  }

  @Test
  void anExpiredImportThatWasSentAgainIsNotRestarted() {
    var file = SessionFiles.fresh(1);
    var id = UUID.fromString(http.csv("/v1/import/sessions", file).json().get("id").asString());
    ledger.end(id, "expired");
    http.csv("/v1/import/sessions", file);

    assertThat(http.post("/v1/imports/" + id + "/restart").problem())
        .isEqualTo("imports/newer-import");
  }

  @Test
  void schemasDescribeColumnsErrorsAndEvents() {
    var schema = http.get("/v1/import-schemas/sessions/language_session/1.1").json();

    assertThat(schema.get("columns").findValuesAsString("name"))
        .contains("session_id", "language_level", "metadata");
    assertThat(schema.get("errors").findValuesAsString("code")).contains("E001", "E007", "E010");
    assertThat(schema.get("events").findValuesAsString("type"))
        .contains("kintell.session.completed", "kintell.rating.created");
    assertThat(http.get("/v1/import-schemas").json().size()).isEqualTo(ImportSchemas.all().size());
    assertThat(http.get("/v1/import-schemas/sessions/language_session/9").status()).isEqualTo(404);
  }

  @Test
  void aSchemaTellsWhichColumnsNameThePersonOfAnother() {
    var columns = http.get("/v1/import-schemas/users/kintell_users/1.0").json().get("columns");

    assertThat(columns.get(1).get("name").asString()).isEqualTo("external_id");
    assertThat(columns.get(1).get("person").asString()).isEqualTo("email");
    assertThat(columns.get(1).get("example").asString()).isEqualTo("K-1001");
  }

  @Test
  void aTemplateIsAFileToSaveWithAnExampleOfEachColumn() {
    var answer = http.get("/v1/import-schemas/completions/upskilling_completions/1.0/template");

    assertThat(answer.header("content-type")).contains("text/csv;charset=UTF-8");
    assertThat(answer.header("content-disposition"))
        .contains("attachment; filename=\"upskilling_completions-1.0.csv\"");
    assertThat(answer.text())
        .isEqualTo(
            "user_email,provider,course_id,course_name,completed_at,final_score,credential_ref\r\n"
                + "participant@example.org,ecornell,EXEC-101,Executive Leadership Program,2026-01-05T10:00:00Z,92.5,CERT-EXEC-101-2026\r\n");
    assertThat(http.get("/v1/import-schemas/completions/other/1.0/template").problem())
        .isEqualTo("shared/not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users/kintell_users/1.0",
        "completions/upskilling_completions/1.0",
        "credentials/upskilling_credentials/1.0",
        "sessions/kintell_simple/1.0",
        "sessions/language_session/1.0",
        "sessions/language_session/1.1",
        "sessions/language_session/2.0",
        "sessions/mentorship_session/1.0",
      })
  void aTemplateIsTakenForTheFormatItIsOf(String schema) {
    var template = http.get("/v1/import-schemas/" + schema + "/template").text();

    var answer =
        http.csv(
            "/v1/import/" + schema.substring(0, schema.indexOf('/')) + "?force=true",
            template.getBytes(UTF_8));

    assertThat(answer.status()).isEqualTo(202);
    var row =
        api.worker()
            .read(
                Api.TENANT,
                db ->
                    db.selectFrom(IMPORT_JOBS)
                        .where(
                            IMPORT_JOBS.IMPORT_ID.eq(
                                UUID.fromString(answer.json().get("id").asString())))
                        .fetchSingle());
    assertThat(row.getKind() + "/" + row.getSchemaName() + "/" + row.getSchemaVersion())
        .isEqualTo(schema);
    assertThat(row.getExtraColumns()).isEmpty();
  }

  @Test
  void aRowThatTakesTwoPeopleForOneTellsTheirIds() {
    var one = UUID.randomUUID();
    var other = UUID.randomUUID();
    var id = upload();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(IMPORT_ROWS)
                    .set(IMPORT_ROWS.TENANT_ID, Api.TENANT)
                    .set(IMPORT_ROWS.IMPORT_ID, id)
                    .set(IMPORT_ROWS.ROW_NUMBER, 1L)
                    .set(IMPORT_ROWS.BYTE_OFFSET, 0L)
                    .set(IMPORT_ROWS.BYTE_LENGTH, 1)
                    .set(IMPORT_ROWS.OUTCOME, "rejected")
                    .set(
                        IMPORT_ROWS.ERRORS,
                        JSONB.jsonb(
                            "[{\"code\":\"E011\",\"column\":\"email\",\"people\":[\"%s\",\"%s\"]}]"
                                .formatted(one, other)))
                    .execute());

    var error =
        http.get("/v1/imports/" + id + "/rows").json().get("items").get(0).get("errors").get(0);

    assertThat(error.get("people").size()).isEqualTo(2);
    assertThat(error.get("people").get(0).asString()).isEqualTo(one.toString());
    assertThat(error.get("message").asString()).contains(one.toString(), other.toString());
    assertThat(http.get("/v1/imports/" + id + "/rejected.csv").text())
        .contains(one + " and " + other);
  }

  private List<String> parameters(Http.Answer answer) {
    return answer.json().get("errors").findValuesAsString("parameter");
  }

  private UUID upload() {
    return UUID.fromString(
        http.csv("/v1/import/sessions", SessionFiles.fresh(1)).json().get("id").asString());
  }

  private UUID importOf(String tenant) {
    var id = UUID.randomUUID();
    new Tenancy(api.database().api())
        .change(
            tenant,
            db ->
                db.insertInto(IMPORT_JOBS)
                    .set(IMPORT_JOBS.TENANT_ID, tenant)
                    .set(IMPORT_JOBS.IMPORT_ID, id)
                    .set(IMPORT_JOBS.KIND, "sessions")
                    .set(IMPORT_JOBS.SCHEMA_NAME, "kintell_simple")
                    .set(IMPORT_JOBS.SCHEMA_VERSION, "1.0")
                    .set(IMPORT_JOBS.ERROR_POLICY, "skip-invalid")
                    .set(IMPORT_JOBS.UNKNOWN_PEOPLE, "create")
                    .set(IMPORT_JOBS.FORCED, false)
                    .set(IMPORT_JOBS.CONTENT_SHA256, id.toString().getBytes(UTF_8))
                    .set(IMPORT_JOBS.CONTENT_LENGTH, 1L)
                    .set(IMPORT_JOBS.STORED_OBJECT, "imports/" + id)
                    .set(IMPORT_JOBS.STORED_LENGTH, 1L)
                    .set(IMPORT_JOBS.ENCODING, "UTF-8")
                    .set(IMPORT_JOBS.DELIMITER, ",")
                    .set(IMPORT_JOBS.LINE_ENDING, "LF")
                    .set(IMPORT_JOBS.WORKFLOW_ID, "imports/" + tenant + "/" + id)
                    .set(IMPORT_JOBS.CREATED_BY, "somebody")
                    .set(IMPORT_JOBS.EXPIRES_AT, Instant.now())
                    .execute());
    return id;
  }
}
