package org.teei.csr.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

/** How files are read: mappings of the request and remembered ones, and what is declared. */
class ImportReadingTest {
  private static final String IMPORT = "/v1/import/sessions";
  private static final String MAPPINGS = "/v1/import-mappings/sessions";
  private static final String MAPPING =
      """
      {"Økt":"session_id","Deltaker":"participant_email","Frivillig":"volunteer_email","Dato":"scheduled_at"}\
      """;
  private static final String BY_REQUEST = IMPORT + "?mapping=" + URLEncoder.encode(MAPPING, UTF_8);

  private final Api api = Api.shared();

  /** No test remembers a mapping for the company that others are about. */
  private final String tenant = api.database().freshTenant();

  private final Http http = Http.as(api, tenant, "company_admin");

  @Test
  void aMappingOfTheRequestIsShownWithTheImport() {
    var accepted = http.csv(BY_REQUEST, norwegian(1));

    assertThat(accepted.status()).isEqualTo(202);
    var job = http.get(accepted.header("location").orElseThrow()).json();
    assertThat(job.get("schema").asString()).isEqualTo("language_session/1.0");
    assertThat(job.get("mapping").get("Økt").asString()).isEqualTo("session_id");
    assertThat(job.get("mapping").size()).isEqualTo(4);
    assertThat(job.get("extraColumns").get(0).asString()).isEqualTo("Merknad");
    assertThat(job.get("declared").size()).isZero();
  }

  @Test
  void whatWasDeclaredAndWhatWasFoundAreShown() {
    var accepted =
        http.csv(
            BY_REQUEST
                + "&dateFormat=dd.MM.yyyy&timeZone=Europe/Oslo&decimalSeparator=,&delimiter=semicolon"
                + "&encoding=windows-1252&spreadsheet=excel",
            text(2).replace(',', ';').getBytes(Charset.forName("windows-1252")));

    var job = accepted.json();
    assertThat(job.get("sniffed").get("encoding").asString()).isEqualTo("windows-1252");
    assertThat(job.get("sniffed").get("delimiter").asString()).isEqualTo(";");
    assertThat(job.get("declared").toString())
        .isEqualTo(
            "{\"dateFormat\":\"dd.MM.yyyy\",\"decimalSeparator\":\",\",\"delimiter\":\"semicolon\","
                + "\"encoding\":\"windows-1252\",\"spreadsheet\":\"excel\",\"timeZone\":\"Europe/Oslo\"}");
  }

  @Test
  void theSameBytesReadOtherwiseAreAnotherImport() {
    var file = norwegian(1);
    var first = id(http.csv(BY_REQUEST, file));
    var declared = id(http.csv(BY_REQUEST + "&dateFormat=dd.MM.yyyy", file));
    var mapped =
        id(
            http.csv(
                BY_REQUEST.replace(
                    "%7D", URLEncoder.encode(",\"Merknad\":\"feedback_text\"}", UTF_8)),
                file));

    assertThat(List.of(first, declared, mapped)).doesNotHaveDuplicates();
    var again = http.csv(BY_REQUEST, file);
    assertThat(again.status()).isEqualTo(200);
    assertThat(id(again)).isEqualTo(first);
    assertThat(id(http.csv(BY_REQUEST + "&dateFormat=dd.MM.yyyy", file))).isEqualTo(declared);
  }

  @Test
  void anIdempotencyKeyIsOfOneReading() {
    var file = norwegian(1);
    var key = UUID.randomUUID().toString();
    http.csv(BY_REQUEST, file, "Idempotency-Key", key);

    assertThat(
            http.csv(BY_REQUEST + "&timeZone=Europe/Oslo", file, "Idempotency-Key", key).status())
        .isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({
    "mapping, '{'",
    "mapping, '[]'",
    "dateFormat, DD.MM.YYYY",
    "dateFormat, ''",
    "timeZone, Norway/Oslo",
    "timeZone, +01:00",
    "decimalSeparator, ';'",
    "delimiter, ','",
    "encoding, utf-7",
    "spreadsheet, numbers"
  })
  void whatCannotBeUnderstoodIsRefusedByName(String parameter, String value) {
    var answer =
        http.csv(IMPORT + "?" + parameter + "=" + URLEncoder.encode(value, UTF_8), norwegian(1));

    assertThat(answer.problem()).isEqualTo("shared/invalid-parameter");
    assertThat(answer.json().get("errors").get(0).get("parameter").asString()).isEqualTo(parameter);
  }

  @Test
  void anUnplacedColumnIsRefusedWithTheHeaderThatIsLikeIt() {
    var answer =
        http.csv(
            IMPORT + "?mapping=" + URLEncoder.encode("{\"Nr\":\"session_id\"}", UTF_8),
            "Nr,Deltaker e-post,volunteer_email,scheduled_at\n1,a@example.org,b@example.org,2026-01-01\n"
                .getBytes(UTF_8));

    assertThat(answer.problem()).isEqualTo("imports/missing-header");
    assertThat(answer.text())
        .contains("participant_email", "Deltaker e-post")
        .doesNotContain("a@example.org");
  }

  @Test
  void twoHeadersOfOneColumnAndUnknownColumnsAreRefused() {
    assertThat(
            http.csv(
                    BY_REQUEST.replace(
                        "%7D", URLEncoder.encode(",\"Merknad\":\"session_id\"}", UTF_8)),
                    norwegian(1))
                .problem())
        .isEqualTo("imports/field-mapped-twice");
    assertThat(http.csv(BY_REQUEST.replace("session_id", "session_no"), norwegian(1)).problem())
        .isEqualTo("imports/unknown-field");
    assertThat(http.csv(BY_REQUEST.replace("Dato", "Date"), norwegian(1)).problem())
        .isEqualTo("imports/mapped-header-missing");
  }

  @Test
  void aByteOrderMarkThatContradictsTheDeclarationIsRefused() {
    var answer = http.csv(IMPORT + "?encoding=windows-1252", ("\uFEFF" + text(1)).getBytes(UTF_8));

    assertThat(answer.problem()).isEqualTo("imports/encoding-contradicted");
    assertThat(answer.status()).isEqualTo(422);
  }

  @Test
  void aRememberedMappingIsUsedUntilTheRequestBringsItsOwn() {
    remember(MAPPING.replace("}", ",\"Elsewhere\":\"rating\"}"));
    var file = norwegian(1);

    var remembered = http.csv(IMPORT, file);

    assertThat(remembered.status()).isEqualTo(202);
    assertThat(remembered.json().get("mapping").size()).isEqualTo(4);
    assertThat(id(http.csv(BY_REQUEST, file))).isEqualTo(id(remembered));
    assertThat(http.csv(IMPORT + "?mapping=%7B%7D", file).status()).isEqualTo(422);
  }

  @Test
  void anImportKeepsTheMappingItWasBegunWith() {
    remember(MAPPING);
    var location = http.csv(IMPORT, norwegian(1)).header("location").orElseThrow();

    http.send("DELETE", MAPPINGS, BodyPublishers.noBody());

    assertThat(http.get(location).json().get("mapping").size()).isEqualTo(4);
    assertThat(http.csv(IMPORT, norwegian(1)).status()).isEqualTo(422);
  }

  @Test
  void aMappingIsReplacedOnlyByWhoHasSeenIt() {
    assertThat(http.get(MAPPINGS).header("etag")).contains("\"0\"");
    assertThat(put("{}", null).problem()).isEqualTo("shared/precondition-required");
    assertThat(put("{}", "\"1\"").problem()).isEqualTo("shared/precondition-failed");
    assertThat(put(MAPPING, "\"0\"").header("etag")).contains("\"1\"");
    assertThat(put("{}", "\"0\"").problem()).isEqualTo("shared/precondition-failed");
    assertThat(put("{\"A\":null}", "\"1\"").header("etag")).contains("\"2\"");
    assertThat(http.get(MAPPINGS).json().get("mapping").toString()).isEqualTo("{\"A\":null}");
    assertThat(
            http.send("DELETE", MAPPINGS, BodyPublishers.noBody(), "If-Match", "\"1\"").problem())
        .isEqualTo("shared/precondition-failed");
    assertThat(http.send("DELETE", MAPPINGS, BodyPublishers.noBody()).status()).isEqualTo(204);
    assertThat(http.get(MAPPINGS).header("etag")).contains("\"3\"");
    assertThat(http.get(MAPPINGS).json().get("mapping").size()).isZero();
  }

  @Test
  void ofManyFirstMappingsOneIsRemembered() throws Exception {
    var puts = new ArrayList<Callable<Answer>>();
    for (int i = 0; i < 8; i++) {
      var json = "{\"H%d\":null}".formatted(i);
      puts.add(() -> put(json, "\"0\""));
    }
    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var put : threads.invokeAll(puts)) {
        statuses.add(put.get().status());
      }
    }

    assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 412).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"A\":\"no_such_column\"}", "{\" \":null}", "{\"A\":null,\"a\":null}"})
  void aMappingThatCannotBeIsNotRemembered(String mapping) {
    assertThat(put(mapping, "\"0\"").problem()).isEqualTo("shared/invalid-body");
  }

  @Test
  void aMappingIsOfOneCompanyAndOnTheRecord() {
    remember(MAPPING);

    var other = Http.as(api, api.database().freshTenant(), "company_admin");
    assertThat(other.get(MAPPINGS).json().get("mapping").size()).isZero();
    assertThat(http.get("/v1/import-mappings/nothing").problem()).isEqualTo("imports/unknown-kind");
    var actions =
        api.worker()
            .read(
                tenant,
                db ->
                    db.select(AUDIT_ENTRIES.ACTION)
                        .from(AUDIT_ENTRIES)
                        .where(AUDIT_ENTRIES.TENANT_ID.eq(tenant))
                        .fetch(AUDIT_ENTRIES.ACTION));
    assertThat(actions).containsExactly("imports.mapping-changed");
  }

  @Test
  void columnsAreSuggestedForAListOfHeaders() {
    var answer =
        http.post(
            MAPPINGS + "/suggestions",
            "{\"headers\":[\"Session no\",\"Learner e-mail\",\"Shoe size\",\"Volunteer e-mail\"]}");

    var json = answer.json();
    assertThat(json.get("schema").asString()).isEqualTo("language_session/1.0");
    assertThat(json.get("headers").get(1).get("field").asString()).isEqualTo("participant_email");
    assertThat(json.get("headers").get(1).get("score").asDouble()).isEqualTo(0.95);
    assertThat(json.get("headers").get(2).get("field").isNull()).isTrue();
    assertThat(json.get("unplaced").toString()).isEqualTo("[\"scheduled_at\"]");
  }

  @Test
  void columnsAreSuggestedForTheBeginningOfAFile() {
    var answer =
        http.csv(
            MAPPINGS + "/suggestions?encoding=windows-1252",
            ("sep=;\r\nØkt nr;Deltaker e-post\r\n1;anna@example.org\r\n"
                    + "x;\u00e5\r\n".repeat(10_000))
                .getBytes(Charset.forName("windows-1252")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("headers").get(0).get("header").asString()).isEqualTo("Økt nr");
    assertThat(answer.json().get("headers").get(1).get("field").asString())
        .isEqualTo("participant_email");
    assertThat(answer.text()).doesNotContain("anna@example.org");
  }

  @Test
  void moreThanTheBeginningOfAFileIsNotLookedAt() {
    var answer = http.csv(MAPPINGS + "/suggestions", "a,b\n".repeat(20_000).getBytes(UTF_8));

    assertThat(answer.problem()).isEqualTo("shared/payload-too-large");
  }

  @Test
  void aHeaderAloneIsEnough() {
    assertThat(http.csv(MAPPINGS + "/suggestions", "Rating,Date".getBytes(UTF_8)).text())
        .contains("\"field\":\"rating\"");
  }

  @Test
  void ofAFileWithoutHeaderNoValueComesBack() {
    var answer =
        http.csv(MAPPINGS + "/suggestions", "LS-1,Anna Hansen,anna@example.org\n".getBytes(UTF_8));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).doesNotContain("Hansen", "LS-1", "anna");
  }

  private void remember(String mapping) {
    assertThat(put(mapping, http.get(MAPPINGS).header("etag").orElseThrow()).status())
        .isEqualTo(200);
  }

  private Answer put(String mapping, String ifMatch) {
    var body = BodyPublishers.ofString("{\"mapping\":%s}".formatted(mapping));
    return ifMatch == null
        ? http.send("PUT", MAPPINGS, body, "Content-Type", "application/json")
        : http.send("PUT", MAPPINGS, body, "Content-Type", "application/json", "If-Match", ifMatch);
  }

  private static String id(Answer answer) {
    return answer.json().get("id").asString();
  }

  private static byte[] norwegian(int rows) {
    return text(rows).getBytes(UTF_8);
  }

  private static String text(int rows) {
    var text = new StringBuilder("Økt,Deltaker,Frivillig,Dato,Merknad\r\n");
    for (int i = 0; i < rows; i++) {
      text.append(UUID.randomUUID()).append(",p@example.org,v@example.org,01.03.2026,på\r\n");
    }
    return text.toString();
  }
}
