package org.teei.csr.api.imports.groups;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUPS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_GROUP_FILES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.imports.uploads.Tus;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.api.shared.ObedientTemporal;

class GroupsTest {
  private static final String GROUPS = "/v1/import-groups";

  private static ObedientTemporal temporal;
  private static Api api;
  private static Http http;
  private static Tus tus;

  @BeforeAll
  static void start() {
    temporal = new ObedientTemporal();
    temporal.startWorkers();
    api = temporal.api();
    http = new Http(api);
    tus = new Tus(http);
  }

  @AfterAll
  static void stop() {
    temporal.close();
  }

  @Test
  void aGroupIsAcceptedAndDescribed() {
    var upload = upload();
    var kept = imported();

    var answer =
        http.post(
            GROUPS,
            """
            {"name":"2019 to 2025","kind":"sessions","order":"any","onFailure":"continue",
             "options":{"unknownPeople":"reject"},
             "files":[{"uploadId":"%s"},{"importId":"%s"}]}
            """
                .formatted(upload, kept));

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    var report = http.get(answer.header("location").orElseThrow()).json();
    var group = report.get("group");
    assertThat(group.get("name").asString()).isEqualTo("2019 to 2025");
    assertThat(group.get("status").asString()).isEqualTo("queued");
    assertThat(group.get("options").get("unknownPeople").asString()).isEqualTo("reject");
    assertThat(group.get("options").get("errorPolicy").asString()).isEqualTo("skip-invalid");
    assertThat(group.get("files").get("all").asInt()).isEqualTo(2);
    assertThat(group.get("files").get("waiting").asInt()).isEqualTo(2);
    assertThat(report.get("report")).hasSize(2);
    assertThat(group.get("workflowId").asString()).startsWith("imports/demo/group/");
    assertThat(http.get(GROUPS).json().get("items").get(0).get("id")).isEqualTo(group.get("id"));
  }

  @Test
  void aGroupSaysHowItsFilesAreRead() {
    var answer =
        http.post(
            GROUPS,
            """
            {"name":"old","kind":"sessions","order":"any","onFailure":"continue",
             "reading":{"mapping":{"Deltaker":"participant_email"},"decimalSeparator":","},
             "files":[{"uploadId":"%s"}]}
            """
                .formatted(upload()));

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    var reading =
        http.get(answer.header("location").orElseThrow()).json().get("group").get("reading");
    assertThat(reading.get("mapping").get("Deltaker").asString()).isEqualTo("participant_email");
    assertThat(reading.get("decimalSeparator").asString()).isEqualTo(",");
  }

  @Test
  void aFileThatWaitsForRoomSaysSo() {
    var id = id(create(upload()));
    file(id, 1, "waiting", null, "imports/too-many-running");

    var file = http.get(GROUPS + "/" + id).json().get("report").get(0);

    assertThat(file.get("status").asString()).isEqualTo("waiting");
    assertThat(file.get("problem").asString()).isEqualTo("/problems/imports/too-many-running");
  }

  @Test
  void groupAndStartAreWrittenTogether() {
    var id = id(create(upload()));

    int intents =
        api.worker()
            .read(
                Api.TENANT,
                db ->
                    db.fetchCount(
                        START_INTENTS, START_INTENTS.WORKFLOW_ID.eq("imports/demo/group/" + id)));
    assertThat(intents).isEqualTo(1);
  }

  @Test
  void countsOfItsImportsAreAddedUpEachImportOnce() {
    var id = id(create(upload(), upload(), upload(), upload()));
    var one = UUID.fromString(imported());
    var two = UUID.fromString(imported());
    count(one, 10, 8);
    count(two, 5, 5);
    file(id, 1, "begun", one, null);
    file(id, 2, "begun", two, null);
    file(id, 3, "begun", one, null);
    file(id, 4, "refused", null, "imports/not-text");

    var report = http.get(GROUPS + "/" + id).json();

    var group = report.get("group");
    assertThat(group.get("counts").get("read").asLong()).isEqualTo(15);
    assertThat(group.get("counts").get("accepted").asLong()).isEqualTo(13);
    assertThat(group.get("files").get("failed").asInt()).isEqualTo(1);
    assertThat(group.get("files").get("running").asInt()).isEqualTo(3);
    var files = report.get("report");
    assertThat(files.get(0).get("importId").asString()).isEqualTo(one.toString());
    assertThat(files.get(1).get("counts").get("read").asLong()).isEqualTo(5);
    assertThat(files.get(3).get("status").asString()).isEqualTo("refused");
    assertThat(files.get(3).get("problem").asString()).isEqualTo("/problems/imports/not-text");
  }

  @Test
  void theSameRequestWithItsKeyMakesOneGroup() {
    var body = body("sessions", "strict", files(upload()));
    var key = UUID.randomUUID().toString();

    var first = http.post(GROUPS, body, "Idempotency-Key", key);
    var second = http.post(GROUPS, body, "Idempotency-Key", key);

    assertThat(second.status()).isEqualTo(202);
    assertThat(id(second)).isEqualTo(id(first));
  }

  @Test
  void filesThatCannotBeImportedAreNamedAndNothingIsMade() {
    var unfinished = id(tus.begin(100));
    var foreign = id(new Tus(Http.as(api, "other", "company_admin")).whole(csv()));
    var colleagues =
        id(new Tus(new Http(api, api.freshToken(Api.TENANT, "company_user", "one"))).whole(csv()));
    var twice = upload();
    var before = count();

    var answer =
        http.post(
            GROUPS,
            body(
                "sessions",
                "strict",
                "{\"uploadId\":\"%s\"},{\"uploadId\":\"%s\"},{\"uploadId\":\"%s\"},{\"importId\":\"%s\"},{},{\"uploadId\":\"%s\"},{\"uploadId\":\"%s\"}"
                    .formatted(unfinished, foreign, colleagues, UUID.randomUUID(), twice, twice)));

    assertThat(answer.problem()).isEqualTo("shared/invalid-body");
    assertThat(
            answer.json().get("errors").valueStream().map(fault -> fault.get("pointer").asString()))
        .containsExactly(
            "/files/0/uploadId",
            "/files/1/uploadId",
            "/files/2/uploadId",
            "/files/3/importId",
            "/files/4",
            "/files/6");
    assertThat(count()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"nothing, strict, shared/invalid-body", "sessions, somehow, shared/malformed-json"})
  void aGroupThatIsNotUnderstoodIsRefused(String kind, String order, String problem) {
    assertThat(http.post(GROUPS, body(kind, order, files(upload()))).problem()).isEqualTo(problem);
  }

  @Test
  void aGroupWithoutFilesIsRefused() {
    assertThat(http.post(GROUPS, body("sessions", "strict", "")).problem())
        .isEqualTo("shared/invalid-body");
  }

  @Test
  void anUploadThatAGroupWaitsForIsNotRemoved() {
    var upload = upload();
    create(upload);

    assertThat(
            http.send(
                    "DELETE",
                    "/v1/uploads/" + upload,
                    BodyPublishers.noBody(),
                    "Tus-Resumable",
                    "1.0.0")
                .problem())
        .isEqualTo("imports/upload-in-use");
  }

  @Test
  void aGroupObeysOnce() {
    var id = id(create(upload()));

    assertThat(tell(id, "pause").status()).isEqualTo(200);
    var again = tell(id, "pause");
    assertThat(again.problem()).isEqualTo("imports/already-paused");
    assertThat(tell(id, "resume").status()).isEqualTo(200);
    assertThat(tell(id, "resume").problem()).isEqualTo("imports/not-paused");
    assertThat(tell(id, "cancel").status()).isEqualTo(200);
  }

  @Test
  void aGroupThatHasEndedIsToldNothing() {
    var id = id(create(upload()));
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_GROUPS)
                    .set(IMPORT_GROUPS.STATUS, "completed")
                    .set(IMPORT_GROUPS.FINISHED_AT, DSL.currentInstant())
                    .where(IMPORT_GROUPS.GROUP_ID.eq(UUID.fromString(id)))
                    .execute());

    var answer = tell(id, "pause");

    assertThat(answer.problem()).isEqualTo("imports/not-in-this-state");
    assertThat(answer.json().get("currentStatus").asString()).isEqualTo("completed");
  }

  private static Answer tell(String id, String command) {
    return http.post(GROUPS + "/" + id + "/" + command, "{\"reason\":\"wait\"}");
  }

  private static Answer create(String... uploads) {
    return http.post(GROUPS, body("sessions", "strict", files(uploads)));
  }

  private static String body(String kind, String order, String files) {
    return """
    {"name":"old","kind":"%s","order":"%s","onFailure":"stop","files":[%s]}
    """
        .formatted(kind, order, files);
  }

  private static String files(String... uploads) {
    return String.join(",", Stream.of(uploads).map("{\"uploadId\":\"%s\"}"::formatted).toList());
  }

  private static int count() {
    return api.worker().read(Api.TENANT, db -> db.fetchCount(IMPORT_GROUPS));
  }

  private static void count(UUID id, long read, long accepted) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_JOBS)
                    .set(IMPORT_JOBS.READ_ROWS, read)
                    .set(IMPORT_JOBS.ACCEPTED_ROWS, accepted)
                    .where(IMPORT_JOBS.IMPORT_ID.eq(id))
                    .execute());
  }

  private static void file(
      String group, int position, String state, @Nullable UUID importId, @Nullable String problem) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_GROUP_FILES)
                    .set(IMPORT_GROUP_FILES.STATE, state)
                    .set(IMPORT_GROUP_FILES.IMPORT_ID, importId)
                    .set(IMPORT_GROUP_FILES.PROBLEM, problem)
                    .where(
                        IMPORT_GROUP_FILES.GROUP_ID.eq(UUID.fromString(group)),
                        IMPORT_GROUP_FILES.POSITION.eq(position))
                    .execute());
  }

  private static String upload() {
    return id(tus.whole(csv()));
  }

  private static String imported() {
    return id(http.csv("/v1/import/sessions", csv()));
  }

  private static byte[] csv() {
    return ("session_id,participant_email,volunteer_email,scheduled_at\n"
            + UUID.randomUUID()
            + ",a@example.org,b@example.org,2026-01-01\n")
        .getBytes(UTF_8);
  }

  private static String id(String address) {
    return address.substring(address.lastIndexOf('/') + 1);
  }

  private static String id(Answer answer) {
    return answer.json().get("id").asString();
  }
}
