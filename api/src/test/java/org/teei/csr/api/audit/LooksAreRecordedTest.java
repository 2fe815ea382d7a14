package org.teei.csr.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.profiles.Persons;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

/**
 * Nobody sees a person without being on record: where the record cannot be written, nobody sees.
 */
class LooksAreRecordedTest {
  private static Api api;
  private static Http http;
  private static Persons persons;

  private final String email = "p" + UUID.randomUUID() + "@example.org";

  @BeforeAll
  static void start() {
    api = Api.with(Map.of());
    http = new Http(api);
    persons = new Persons(api);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void aProfileIsNotShownWithoutAnEntry() throws SQLException {
    var person = persons.person(Api.TENANT, email);

    var answer = withoutRecord(() -> http.get("/v1/profile/" + person));

    assertThat(answer.problem()).isEqualTo("shared/internal-error");
    assertThat(answer.text()).doesNotContain("masked");
    assertThat(http.get("/v1/profile/" + person).status()).isEqualTo(200);
  }

  @Test
  void aSearchIsNotAnsweredWithoutAnEntry() throws SQLException {
    persons.person(Api.TENANT, email);

    assertThat(withoutRecord(() -> search(email)).problem()).isEqualTo("shared/internal-error");
    assertThat(withoutRecord(() -> search("nobody-" + email)).problem())
        .isEqualTo("shared/internal-error");
    assertThat(search(email).status()).isEqualTo(200);
  }

  @Test
  void aResultFileIsNotSentWithoutAnEntry() throws SQLException {
    var path = "/v1/imports/" + imported() + "/accepted.csv";

    var answer = withoutRecord(() -> http.get(path));

    assertThat(answer.problem()).isEqualTo("shared/internal-error");
    assertThat(answer.text()).doesNotContain("@example.org", "session_id");
    assertThat(http.get(path).text()).contains(email);
  }

  @Test
  void aReportOfLooksIsNotGivenWithoutAnEntry() throws SQLException {
    var person = persons.person(Api.TENANT, email);

    assertThat(withoutRecord(() -> http.get("/v1/audit/persons/" + person)).problem())
        .isEqualTo("shared/internal-error");
  }

  @Test
  void aLookIsOneEntry() {
    var person = persons.person(Api.TENANT, email);
    var before = count();

    http.get("/v1/profile/" + person);
    assertThat(count()).isEqualTo(before + 1);
    search(email);
    assertThat(count()).isEqualTo(before + 2);
    search("nobody-" + email);
    assertThat(count()).isEqualTo(before + 3);
  }

  @Test
  void theRecordSaysByWhatKindOfThingWasSearchedAndNotForWhat() {
    persons.person(Api.TENANT, email);
    search(email);
    search("nobody-" + email);

    var entries =
        api.worker()
            .read(
                Api.TENANT,
                db ->
                    db.selectFrom(AUDIT_ENTRIES)
                        .where(AUDIT_ENTRIES.TENANT_ID.eq(Api.TENANT))
                        .fetch());

    assertThat(entries.formatJSON()).doesNotContain("@", email.substring(0, 37));
    assertThat(entries)
        .filteredOn(
            entry -> List.of("profiles.found", "profiles.not-found").contains(entry.getAction()))
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            entry -> assertThat(entry.getDetails().data()).isEqualTo("{\"criterion\": \"email\"}"));
  }

  private static Http.Answer search(String address) {
    return http.post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(address));
  }

  private UUID imported() {
    var header = "session_id,participant_email,volunteer_email,scheduled_at\n";
    var row = UUID.randomUUID() + "," + email + ",b@example.org,2026-01-01\n";
    var id =
        UUID.fromString(
            http.csv("/v1/import/sessions", (header + row).getBytes(UTF_8))
                .json()
                .get("id")
                .asString());
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(IMPORT_ROWS)
                    .set(IMPORT_ROWS.TENANT_ID, Api.TENANT)
                    .set(IMPORT_ROWS.IMPORT_ID, id)
                    .set(IMPORT_ROWS.ROW_NUMBER, 1L)
                    .set(IMPORT_ROWS.BYTE_OFFSET, (long) header.length())
                    .set(IMPORT_ROWS.BYTE_LENGTH, row.length())
                    .set(IMPORT_ROWS.OUTCOME, "accepted")
                    .execute());
    return id;
  }

  private static int count() {
    return api.worker()
        .read(
            Api.TENANT, db -> db.fetchCount(AUDIT_ENTRIES, AUDIT_ENTRIES.TENANT_ID.eq(Api.TENANT)));
  }

  private static Http.Answer withoutRecord(Supplier<Http.Answer> request) throws SQLException {
    asSuperuser("revoke insert on csr.audit_entries from csr_api");
    try {
      return request.get();
    } finally {
      asSuperuser("grant insert on csr.audit_entries to csr_api");
    }
  }

  private static void asSuperuser(String sql) throws SQLException {
    try (var connection = api.database().superuser().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
