package org.teei.csr.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.IMPORT_JOBS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_PREVIEWS;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ROWS;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.profiles.Persons;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.jooq.tables.records.ImportPreviewsRecord;
import org.teei.csr.schema.jooq.tables.records.ImportRowsRecord;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.shared.Ids;

class ImportPreviewsTest {
  private static final String CHANGES =
      """
      [{"column":"duration_minutes","before":"45","after":"60","hidden":false},
       {"column":"volunteer_email","before":"old@example.org","after":"new@example.org","hidden":false},
       {"column":"feedback_text","before":null,"after":null,"hidden":true}]
      """;

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Ledger ledger = new Ledger(api);

  private UUID upload(String options) {
    return UUID.fromString(
        http.csv("/v1/import/sessions" + options, SessionFiles.fresh(3))
            .json()
            .get("id")
            .asString());
  }

  /** As the workers leave it: one row of each action, two of them judged before the preview. */
  private UUID waiting() {
    var id = upload("?mode=review");
    var person = new Persons(api).person(Api.TENANT, "p" + UUID.randomUUID() + "@example.org");
    var keys = api.bean(PersonKeys.class);
    api.worker()
        .change(
            Api.TENANT,
            db -> {
              var key = keys.load(db, Api.TENANT, List.of(person)).get(person);
              preview(db.newRecord(IMPORT_PREVIEWS), id, 1, "create").store();
              var update = preview(db.newRecord(IMPORT_PREVIEWS), id, 2, "update");
              update.setPersonId(person);
              update.setEntityId(UUID.randomUUID());
              update.setChangesCiphertext(
                  key.encrypt(
                      "import_previews",
                      "changes_ciphertext",
                      Ids.derived(id, "preview/2"),
                      CHANGES.getBytes(UTF_8)));
              update.store();
              row(
                      db.newRecord(IMPORT_ROWS),
                      id,
                      3,
                      "rejected",
                      "[{\"code\":\"E001\",\"column\":\"participant_email\"}]")
                  .store();
              row(db.newRecord(IMPORT_ROWS), id, 4, "duplicate", null).store();
              db.update(IMPORT_JOBS)
                  .set(IMPORT_JOBS.STATUS, "awaiting_approval")
                  .where(IMPORT_JOBS.TENANT_ID.eq(Api.TENANT), IMPORT_JOBS.IMPORT_ID.eq(id))
                  .execute();
            });
    return id;
  }

  private static ImportPreviewsRecord preview(
      ImportPreviewsRecord line, UUID id, long row, String action) {
    line.setTenantId(Api.TENANT);
    line.setImportId(id);
    line.setRowNumber(row);
    line.setAction(action);
    return line;
  }

  private static ImportRowsRecord row(
      ImportRowsRecord line, UUID id, long row, String outcome, @Nullable String errors) {
    line.setTenantId(Api.TENANT);
    line.setImportId(id);
    line.setRowNumber(row);
    line.setByteOffset(0L);
    line.setByteLength(1);
    line.setOutcome(outcome);
    line.setErrors(errors == null ? null : JSONB.jsonb(errors));
    return line;
  }

  @Test
  void previewTellsWhatEachRowWouldDoInFileOrder() {
    var preview = http.get("/v1/imports/" + waiting() + "/preview").json();

    assertThat(preview.get("rows").get("items").findValuesAsString("action"))
        .containsExactly("create", "update", "reject", "duplicate");
    assertThat(preview.get("totals").properties().stream().map(e -> e.getValue().asLong()))
        .containsExactly(1L, 1L, 1L, 1L);
    assertThat(preview.at("/rows/items/2/errors/0/code").asString()).isEqualTo("E001");
  }

  @Test
  void previewCanBeNarrowedToOneAction() {
    var id = waiting();

    var rows = http.get("/v1/imports/" + id + "/preview?action=update").json().get("rows");

    assertThat(rows.get("total").asLong()).isEqualTo(1);
    assertThat(rows.at("/items/0/row").asLong()).isEqualTo(2);
  }

  @Test
  void whoMayRevealContactDataSeesOldAndNew() {
    var change = "/rows/items/0/changes/1";
    var preview =
        Http.as(api, Api.TENANT, "company_admin")
            .get("/v1/imports/" + waiting() + "/preview?action=update")
            .json();

    assertThat(preview.at(change + "/before").asString()).isEqualTo("old@example.org");
    assertThat(preview.at(change + "/after").asString()).isEqualTo("new@example.org");
  }

  @Test
  void othersSeeFiguresAndOnlyThatContactDataChanges() {
    var preview =
        Http.as(api, Api.TENANT, "company_user")
            .get("/v1/imports/" + waiting() + "/preview?action=update");

    assertThat(preview.json().at("/rows/items/0/changes/0/after").asString()).isEqualTo("60");
    assertThat(preview.json().at("/rows/items/0/changes/1/hidden").asBoolean()).isTrue();
    assertThat(preview.text()).doesNotContain("example.org");
  }

  @Test
  void importThatDoesNotWaitHasNoPreview() {
    var answer = http.get("/v1/imports/" + upload("?mode=review") + "/preview");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("imports/no-preview");
    assertThat(answer.json().get("currentStatus").asString()).isEqualTo("queued");
  }

  @Test
  void importThatWasNotToBeReviewedHasNoPreviewEvenAtItsEnd() {
    var id = upload("");
    ledger.end(id, "completed");

    assertThat(http.get("/v1/imports/" + id + "/preview").problem())
        .isEqualTo("imports/no-preview");
  }

  @Test
  void optionsOfAnImportAreShownWithIt() {
    var file = SessionFiles.fresh(1);
    var shown =
        http.csv("/v1/import/sessions?mode=review&errorPolicy=stop-after&maxRejected=7", file)
            .json();

    assertThat(shown.get("mode").asString()).isEqualTo("review");
    assertThat(shown.get("errorPolicy").asString()).isEqualTo("stop-after");
    assertThat(shown.get("maxRejected").asLong()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "mode=try, mode",
    "errorPolicy=ignore, errorPolicy",
    "errorPolicy=stop-after, maxRejected",
    "errorPolicy=stop-after&maxRejected=-1, maxRejected",
    "maxRejected=3, maxRejected",
    "errorPolicy=atomic&maxRejected=3, maxRejected",
  })
  void optionThatMakesNoSenseIsRefusedByName(String query, String parameter) {
    var answer = http.csv("/v1/import/sessions?" + query, SessionFiles.fresh(1));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("\"" + parameter + "\"");
  }

  @Test
  void sameBytesAreAJobOfTheirOwnForEachModeAndADryRunEachTime() {
    var file = SessionFiles.fresh(2);
    List<Map.Entry<String, Integer>> sent =
        List.of(
            Map.entry("?mode=dry-run", 202),
            Map.entry("?mode=dry-run", 202),
            Map.entry("", 202),
            Map.entry("", 200),
            Map.entry("?mode=review", 202),
            Map.entry("?errorPolicy=atomic", 202),
            Map.entry("?errorPolicy=atomic", 200));

    for (var upload : sent) {
      assertThat(http.csv("/v1/import/sessions" + upload.getKey(), file).status())
          .as(upload.getKey())
          .isEqualTo(upload.getValue());
    }
  }
}
