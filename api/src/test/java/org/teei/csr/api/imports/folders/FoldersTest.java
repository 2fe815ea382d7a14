package org.teei.csr.api.imports.folders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.IMPORT_FOLDERS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_FOLDER_FILES;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.schema.imports.SealedNames;
import org.teei.csr.schema.personaldata.TenantKeys;

class FoldersTest {
  private static final String FOLDERS = "/v1/import-folders";

  private final Api api = Api.shared();
  private final Http http = new Http(api);

  @Test
  void aFolderIsSetUpAndDescribed() {
    var name = name();

    var made =
        http.post(
            FOLDERS,
            """
            {"name":"%s","kind":"sessions","enabled":true,"intervalSeconds":300,
             "options":{"unknownPeople":"reject"}}
            """
                .formatted(name));

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var folder = http.get(made.header("location").orElseThrow());
    assertThat(folder.header("etag")).hasValue("\"1\"");
    assertThat(folder.json().get("path").asString()).isEqualTo("demo/" + name);
    assertThat(folder.json().get("options").get("unknownPeople").asString()).isEqualTo("reject");
    assertThat(folder.json().get("intervalSeconds").asInt()).isEqualTo(300);
    assertThat(http.get(FOLDERS + "?page_size=100").text()).contains(name);
  }

  @Test
  void aNameIsTakenOnce() {
    var name = name();
    create(name);

    assertThat(create(name).problem()).isEqualTo("imports/folder-exists");
    assertThat(Http.as(api, "other", "company_admin").post(FOLDERS, body(name)).status())
        .isEqualTo(201);
  }

  @Test
  void theSameRequestWithItsKeyMakesOneFolder() {
    var name = name();
    var key = UUID.randomUUID().toString();

    var first = http.post(FOLDERS, body(name), "Idempotency-Key", key);
    var second = http.post(FOLDERS, body(name), "Idempotency-Key", key);

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.header("location")).isEqualTo(first.header("location"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "A", "a/b", "..", "a b", "\u00e4", "a.csv"})
  void aNameThatIsNoDirectoryIsRefused(String name) {
    assertThat(create(name).problem()).isEqualTo("shared/invalid-body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"kind\":\"nothing\",\"enabled\":true,\"intervalSeconds\":60",
        "\"kind\":\"sessions\",\"enabled\":true,\"intervalSeconds\":59",
        "\"kind\":\"sessions\",\"enabled\":true,\"intervalSeconds\":86401",
        "\"kind\":\"sessions\",\"enabled\":null,\"intervalSeconds\":60"
      })
  void aFolderThatIsNotUnderstoodIsRefused(String members) {
    assertThat(http.post(FOLDERS, "{\"name\":\"%s\",%s}".formatted(name(), members)).problem())
        .isEqualTo("shared/invalid-body");
  }

  @Test
  void optionsAreThoseOfAnUpload() {
    var answer =
        http.post(
            FOLDERS,
            """
            {"name":"%s","kind":"sessions","enabled":true,"intervalSeconds":60,
             "options":{"unknownPeople":"ignore"}}
            """
                .formatted(name()));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors").toString()).contains("unknownPeople");
  }

  @Test
  void aFolderSaysHowItsFilesAreRead() {
    var made =
        http.post(
            FOLDERS,
            body(
                name(),
                """
                {"mapping":{"Deltaker":"participant_email","Fylke":null},
                 "dateFormat":"dd.MM.yyyy","delimiter":"semicolon"}
                """));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var address = made.header("location").orElseThrow();

    var reading = http.get(address).json().get("reading");
    assertThat(reading.get("mapping").get("Deltaker").asString()).isEqualTo("participant_email");
    assertThat(reading.get("mapping").get("Fylke").isNull()).isTrue();
    assertThat(reading.get("dateFormat").asString()).isEqualTo("dd.MM.yyyy");
    assertThat(reading.get("delimiter").asString()).isEqualTo("semicolon");

    replace(address, "\"1\"");
    assertThat(http.get(address).json().path("reading").isObject()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"mapping\":{\"A\":\"no_such_column\"}} | /reading/mapping",
        "{\"mapping\":{\"\":\"session_id\"}} | /reading/mapping",
        "{\"dateFormat\":\"whenever\"} | /reading/dateFormat",
        "{\"encoding\":\"ebcdic\"} | /reading/encoding"
      })
  void aReadingThatIsNotUnderstoodIsRefusedWithItsPlace(String reading, String pointer) {
    var answer = http.post(FOLDERS, body(name(), reading));

    assertThat(answer.problem()).isEqualTo("shared/invalid-body");
    assertThat(answer.json().get("errors").get(0).get("pointer").asString()).isEqualTo(pointer);
  }

  @Test
  void filesThatWaitForRoomAreCounted() {
    var address = create(name()).header("location").orElseThrow();
    var id = UUID.fromString(address.substring(address.lastIndexOf('/') + 1));
    assertThat(http.get(address).json().get("waitingFiles").asInt()).isZero();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_FOLDERS)
                    .set(IMPORT_FOLDERS.WAITING_FILES, 4)
                    .set(IMPORT_FOLDERS.WAITING_BECAUSE, "imports/too-many-running")
                    .set(IMPORT_FOLDERS.LOOKED_AT, Instant.now())
                    .where(IMPORT_FOLDERS.FOLDER_ID.eq(id))
                    .execute());

    var folder = http.get(address).json();

    assertThat(folder.get("waitingFiles").asInt()).isEqualTo(4);
    assertThat(folder.get("waitingFor").asString()).isEqualTo("/problems/imports/too-many-running");
    assertThat(folder.get("lookedAt").isNull()).isFalse();
  }

  @Test
  void aFolderIsReplacedByWhoHasSeenIt() {
    var address = create(name()).header("location").orElseThrow();

    assertThat(replace(address, "\"1\"").header("etag")).hasValue("\"2\"");
    assertThat(replace(address, "\"1\"").problem()).isEqualTo("shared/precondition-failed");
    assertThat(
            http.send(
                    "PUT",
                    address,
                    BodyPublishers.ofString("{}"),
                    "Content-Type",
                    "application/json")
                .status())
        .isEqualTo(400);
    assertThat(http.get(address).json().get("enabled").asBoolean()).isFalse();
  }

  @Test
  void aRemovedFolderIsGoneAndItsNameFree() {
    var name = name();
    var address = create(name).header("location").orElseThrow();

    assertThat(delete(address).status()).isEqualTo(204);

    assertThat(http.get(address).status()).isEqualTo(404);
    assertThat(delete(address).status()).isEqualTo(404);
    assertThat(replace(address, "\"2\"").status()).isEqualTo(404);
    assertThat(create(name).status()).isEqualTo(201);
  }

  @Test
  void eachChangeIsLeftForTheWriterOfSchedules() {
    var address = create(name()).header("location").orElseThrow();
    replace(address, "\"1\"");
    delete(address);
    var id = UUID.fromString(address.substring(address.lastIndexOf('/') + 1));

    var row =
        api.worker()
            .read(
                Api.TENANT,
                db ->
                    db.selectFrom(IMPORT_FOLDERS)
                        .where(IMPORT_FOLDERS.FOLDER_ID.eq(id))
                        .fetchSingle());

    assertThat(row.getVersion()).isEqualTo(3);
    assertThat(row.getScheduledVersion()).isZero();
    assertThat(row.getDeleted()).isTrue();
  }

  @Test
  void whatWasFoundIsListedByItsName() {
    var address = create(name()).header("location").orElseThrow();
    var id = UUID.fromString(address.substring(address.lastIndexOf('/') + 1));
    var key = UUID.randomUUID().toString().getBytes(UTF_8);
    var sealed = new SealedNames(api.bean(TenantKeys.class)).seal(Api.TENANT, key, "m\u00e4rz.csv");
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(IMPORT_FOLDER_FILES)
                    .set(IMPORT_FOLDER_FILES.TENANT_ID, Api.TENANT)
                    .set(IMPORT_FOLDER_FILES.FOLDER_ID, id)
                    .set(IMPORT_FOLDER_FILES.FILE_KEY, key)
                    .set(IMPORT_FOLDER_FILES.NAME_CIPHERTEXT, sealed)
                    .set(IMPORT_FOLDER_FILES.CONTENT_LENGTH, 12L)
                    .set(IMPORT_FOLDER_FILES.PROBLEM, "imports/not-text")
                    .execute());

    var files = http.get(address + "/files").json();

    assertThat(files.get("total").asInt()).isEqualTo(1);
    var file = files.get("items").get(0);
    assertThat(file.get("name").asString()).isEqualTo("m\u00e4rz.csv");
    assertThat(file.get("status").asString()).isEqualTo("refused");
    assertThat(file.get("problem").asString()).isEqualTo("/problems/imports/not-text");
  }

  private Answer create(String name) {
    return http.post(FOLDERS, body(name));
  }

  private Answer replace(String address, String ifMatch) {
    return http.send(
        "PUT",
        address,
        BodyPublishers.ofString("{\"kind\":\"sessions\",\"enabled\":false,\"intervalSeconds\":90}"),
        "Content-Type",
        "application/json",
        "If-Match",
        ifMatch);
  }

  private Answer delete(String address) {
    return http.send("DELETE", address, BodyPublishers.noBody());
  }

  private static String body(String name) {
    return "{\"name\":\"%s\",\"kind\":\"sessions\",\"enabled\":true,\"intervalSeconds\":60}"
        .formatted(name);
  }

  private static String body(String name, String reading) {
    return "{\"name\":\"%s\",\"kind\":\"sessions\",\"enabled\":true,\"intervalSeconds\":60,\"reading\":%s}"
        .formatted(name, reading);
  }

  private static String name() {
    return "f" + UUID.randomUUID();
  }
}
