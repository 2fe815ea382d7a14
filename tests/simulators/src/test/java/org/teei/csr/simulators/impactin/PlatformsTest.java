package org.teei.csr.simulators.impactin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.simulators.impactin.Client.code;
import static org.teei.csr.simulators.impactin.Client.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The platforms as they document themselves, over real sockets. */
class PlatformsTest {
  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final InstantSource clock = now::get;
  private final String organization = Reports.organization();
  private final String key = UUID.randomUUID().toString();
  private Running running;
  private Client client;

  @BeforeEach
  void start() throws IOException {
    running = Running.in(folder, clock);
    client = running.client();
  }

  @AfterEach
  void stop() throws IOException {
    running.close();
  }

  @Test
  void benevityAnswersARepeatedKeyWithItsFirstAnswerAndCommitsOnce() throws IOException {
    ObjectNode report = Reports.benevity(organization);

    var first = client.send(client.benevity(report, key));
    var second = client.send(client.benevity(report, key));

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(json(first).get("success").booleanValue()).isTrue();
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(client.entries(Platform.BENEVITY))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.get("idempotencyKey").asText()).isEqualTo(key);
          assertThat(entry.get("transactionId")).isEqualTo(json(first).get("transactionId"));
          assertThat(entry.get("bodySha256").asText())
              .isEqualTo(Json.sha256(report.toString().getBytes(UTF_8)));
          assertThat(entry.get("organizationId").asText()).isEqualTo(organization);
          assertThat(entry.get("period").asText()).isEqualTo("2026-10-01/2026-10-31");
          assertThat(entry.get("duplicate").booleanValue()).isFalse();
        });
  }

  @Test
  void benevityRefusesAnotherBodyUnderAKnownKey() throws IOException {
    client.send(client.benevity(Reports.benevity(organization), key));

    var other = client.send(client.benevity(Reports.benevity(Reports.organization()), key));

    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(code(other)).isEqualTo("IDEMPOTENCY_CONFLICT");
    assertThat(client.entries(Platform.BENEVITY)).hasSize(1);
  }

  @Test
  void benevitySaysWhatBecameOfAKey() throws IOException {
    var accepted = json(client.send(client.benevity(Reports.benevity(organization), key)));

    var asked = client.send(ask("/benevity/v1/impact", key));
    var unknown = client.send(ask("/benevity/v1/impact", UUID.randomUUID().toString()));

    assertThat(json(asked).get("transactionId")).isEqualTo(accepted.get("transactionId"));
    assertThat(json(asked).get("status").asText()).isEqualTo("processed");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(code(unknown)).isEqualTo("NOT_FOUND");
  }

  private HttpRequest.Builder ask(String path, String idempotencyKey) {
    return client
        .to(path + "?idempotencyKey=" + idempotencyKey)
        .header("Authorization", "Bearer any-key")
        .header("X-API-Key", "any-key");
  }

  @Test
  void benevityRefusesWrongKeysUnknownOrganizationsAndBadMetrics() throws IOException {
    var wrong =
        client.send(
            client
                .benevity(Reports.benevity(organization), key)
                .setHeader("Authorization", "Bearer wrong"));
    var unknown = client.send(client.benevity(Reports.benevity("unknown"), key));
    ObjectNode bad = Reports.benevity(organization);
    ((ObjectNode) bad.get("metrics").get(0)).put("metricType", "happiness");
    var invalid = client.send(client.benevity(bad, key));

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(code(wrong)).isEqualTo("AUTH_INVALID");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(code(unknown)).isEqualTo("ORG_NOT_FOUND");
    assertThat(invalid.statusCode()).isEqualTo(422);
    assertThat(code(invalid)).isEqualTo("INVALID_METRIC");
    assertThat(invalid.body()).contains("$.metrics[0].metricType");
    assertThat(client.entries(Platform.BENEVITY)).isEmpty();
  }

  @Test
  void benevityLetsAnOrganizationSendAHundredTimesAMinute() throws IOException {
    for (int i = 0; i < 100; i++) {
      assertThat(client.send(client.benevity(Reports.benevity(organization), key + i)).statusCode())
          .isEqualTo(200);
    }
    var tooMany = client.send(client.benevity(Reports.benevity(organization), key));
    var another = client.send(client.benevity(Reports.benevity(Reports.organization()), key));
    now.updateAndGet(time -> time.plusSeconds(60));
    var later = client.send(client.benevity(Reports.benevity(organization), key + "later"));

    assertThat(tooMany.statusCode()).isEqualTo(429);
    assertThat(code(tooMany)).isEqualTo("RATE_LIMIT");
    assertThat(tooMany.headers().firstValue("Retry-After")).hasValue("60");
    assertThat(another.statusCode()).isEqualTo(200);
    assertThat(later.statusCode()).isEqualTo(200);
  }

  @Test
  void limitsCanBeSwitchedOff() throws IOException {
    assertThat(json(client.post("/settings", "{\"limits\":false}")).get("limits").booleanValue())
        .isFalse();
    String token = client.workdayToken();

    assertThat(IntStream.range(0, 30))
        .allSatisfy(i ->
            assertThat(
                    client.send(client.workday(Reports.workday(organization), token)).statusCode())
                .isEqualTo(200));
  }

  @Test
  void gooderaTakesABatchAsAWholeAndHashesEachRecordAsItWasSent() throws IOException {
    String one = Reports.goodera(organization).toString();
    String two = Reports.goodera(Reports.organization()).toString();
    String batch = "{ \"records\": [ " + one + " ,\n" + two + " ] }";

    var first = client.send(client.goodera("/batch", batch, key));
    var second = client.send(client.goodera("/batch", batch, key));

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(json(second)).isEqualTo(json(first));
    assertThat(client.entries(Platform.GOODERA))
        .extracting(entry -> entry.get("bodySha256").asText())
        .containsExactly(Json.sha256(one.getBytes(UTF_8)), Json.sha256(two.getBytes(UTF_8)));
    assertThat(first.headers().firstValue("x-ratelimit-remaining")).hasValue("99");
    assertThat(second.headers().firstValue("x-ratelimit-remaining")).hasValue("98");
    assertThat(second.headers().firstValue("x-ratelimit-reset"))
        .hasValue(String.valueOf(now.get().plusSeconds(60).getEpochSecond()));
  }

  @Test
  void gooderaRefusesABatchWithOneBadRecordAsAWhole() throws IOException {
    ObjectNode bad = Reports.goodera(organization);
    bad.remove("metadata");
    String batch = "{\"records\":[" + Reports.goodera(organization) + "," + bad + "]}";

    var refused = client.send(client.goodera("/batch", batch, key));

    assertThat(code(refused)).isEqualTo("DIMENSION_INVALID");
    assertThat(client.entries(Platform.GOODERA)).isEmpty();
  }

  @Test
  void gooderaTakesAHundredRecordsAtMost() throws IOException {
    String record = Reports.goodera(organization).toString();
    String batch = "{\"records\":[" + String.join(",", Collections.nCopies(101, record)) + "]}";

    var refused = client.send(client.goodera("/batch", batch, key));

    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(code(refused)).isEqualTo("BATCH_SIZE_EXCEEDED");
  }

  @Test
  void gooderaTakesAccessTokensAsWell() throws IOException {
    var token =
        json(
            client.send(
                client
                    .to("/goodera/oauth2/token")
                    .POST(
                        BodyPublishers.ofString(
                            "grant_type=client_credentials&client_id=a&client_secret=b"))));

    var accepted =
        client.send(
            client
                .to("/goodera/v1/impact-data")
                .header("Authorization", "Bearer " + token.get("access_token").asText())
                .header("X-API-Version", "1.0")
                .POST(BodyPublishers.ofString(Reports.goodera(organization).toString())));
    var project = Reports.goodera(organization).put("projectId", "unknown");
    var unknown = client.send(client.goodera("", project.toString(), key));

    assertThat(accepted.statusCode()).isEqualTo(200);
    assertThat(code(unknown)).isEqualTo("PROJECT_NOT_FOUND");
  }

  @Test
  void workdayTakesTheSameTwiceAndTheLedgerSaysSo() throws IOException {
    String token = client.workdayToken();
    ObjectNode report = Reports.workday(organization);

    client.send(client.workday(report, token).header("Idempotency-Key", key));
    client.send(client.workday(report, token).header("Idempotency-Key", key));

    assertThat(client.entries(Platform.WORKDAY))
        .extracting(entry -> entry.get("duplicate").booleanValue())
        .containsExactly(false, true);
    assertThat(client.entries(Platform.WORKDAY))
        .allSatisfy(entry -> assertThat(entry.get("idempotencyKey").isNull()).isTrue());
  }

  @Test
  void workdayRefusesAnActivityTwiceIfItIsSetTo() throws IOException {
    client.post("/settings", "{\"refuseDuplicates\":true}");
    String token = client.workdayToken();
    client.send(client.workday(Reports.workday(organization), token));

    var again = client.send(client.workday(Reports.workday(organization), token));

    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(code(again)).isEqualTo("DUPLICATE_ACTIVITY");
    assertThat(client.entries(Platform.WORKDAY)).hasSize(1);
  }

  @Test
  void workdayTokensEndAfterAnHour() throws IOException {
    String token = client.workdayToken();
    now.updateAndGet(time -> time.plusSeconds(3_600));

    var late = client.send(client.workday(Reports.workday(organization), token));

    assertThat(late.statusCode()).isEqualTo(401);
    assertThat(code(late)).isEqualTo("AUTH_INVALID");
  }

  @ParameterizedTest
  @CsvSource({
    "Basic aWQ6d3Jvbmc=, grant_type=client_credentials&scope=volunteer_management, 401",
    "Basic aWQ6c2VjcmV0, grant_type=client_credentials&scope=payroll, 400",
    "Basic aWQ6c2VjcmV0, grant_type=password&scope=volunteer_management, 400",
    "Basic ???, grant_type=client_credentials&scope=volunteer_management, 401",
  })
  void workdayGivesNoTokenToTheWrong(String authorization, String form, int status)
      throws IOException {
    var refused =
        client.send(
            client
                .to("/workday/oauth2/token")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(form)));

    assertThat(refused.statusCode()).isEqualTo(status);
  }

  @Test
  void workdayRefusesUnknownTenantsAndBadActivities() throws IOException {
    String token = client.workdayToken();
    ObjectNode bad = Reports.workday(organization);
    ((ObjectNode) bad.get("volunteerActivities").get(0)).put("participantCount", -1);

    var unknown =
        client.send(
            client
                .workday(Reports.workday(organization), token)
                .setHeader("X-Workday-Tenant", "unknown"));
    var invalid = client.send(client.workday(bad, token));

    assertThat(code(unknown)).isEqualTo("TENANT_INVALID");
    assertThat(code(invalid)).isEqualTo("ACTIVITY_INVALID");
  }

  @Test
  void workdayTakesAReportBySoapInBothSpellings() throws IOException {
    ObjectNode report = Reports.workday(organization);
    String asText = "<CSR_Impact_Report><![CDATA[" + report + "]]></CSR_Impact_Report>";
    JsonNode activity = report.get("volunteerActivities").get(0);
    var fields = new StringBuilder();
    activity
        .properties()
        .forEach(field ->
            fields.append(
                "<%1$s>%2$s</%1$s>".formatted(field.getKey(), field.getValue().asText())));
    String asElements =
        """
        <CSR_Impact_Report><organizationId>%s</organizationId>
        <reportingPeriod><startDate>2026-10-01</startDate><endDate>2026-10-31</endDate></reportingPeriod>
        <volunteerActivities>%s</volunteerActivities></CSR_Impact_Report>\
        """
            .formatted(organization, fields);

    var first = soap("user", "secret", asText);
    var second = soap("user", "secret", asElements);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(first.body()).contains("<Transaction_ID>WD-");
    assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
    assertThat(client.entries(Platform.WORKDAY))
        .hasSize(2)
        .first()
        .satisfies(entry ->
            assertThat(entry.get("bodySha256").asText())
                .isEqualTo(Json.sha256(report.toString().getBytes(UTF_8))));
  }

  @Test
  void workdayAnswersWrongCredentialsBySoapWithAFault() throws IOException {
    String report = "<CSR_Impact_Report>" + Reports.workday(organization) + "</CSR_Impact_Report>";

    var fault = soap("user", "wrong", report);

    assertThat(fault.statusCode()).isEqualTo(500);
    assertThat(fault.body()).contains("<soap:Fault>", "<Code>AUTH_INVALID</Code>");
    assertThat(client.entries(Platform.WORKDAY)).isEmpty();
  }

  /** A document type could name files of this machine. */
  @Test
  void workdayReadsNoDocumentTypes() throws IOException {
    String hostile =
        "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>" + envelope("u", "p", "&f;");

    assertThat(post(hostile).body()).contains("no SOAP 1.1 envelope");
  }

  private HttpResponse<String> soap(String user, String password, String report)
      throws IOException {
    return post(envelope(user, password, report));
  }

  private static String envelope(String user, String password, String report) {
    return """
    <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:wsse="urn:w">
    <soapenv:Header><wsse:Security><wsse:UsernameToken><wsse:Username>%s</wsse:Username>
    <wsse:Password>%s</wsse:Password></wsse:UsernameToken></wsse:Security></soapenv:Header>
    <soapenv:Body><Submit_CSR_Impact_Report>%s</Submit_CSR_Impact_Report></soapenv:Body>
    </soapenv:Envelope>\
    """
        .formatted(user, password, report);
  }

  private HttpResponse<String> post(String envelope) throws IOException {
    return client.send(
        client
            .to("/workday/ccx/service/acme/CSR_Impact_Report")
            .header("SOAPAction", "\"Submit_CSR_Impact_Report\"")
            .header("Content-Type", "text/xml")
            .POST(BodyPublishers.ofString(envelope)));
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    assertThat(client.get("/benevity/v2/impact").statusCode()).isEqualTo(404);
    assertThat(client.get("/ledger?platform=linkedin").statusCode()).isEqualTo(400);
    assertThat(client.get("/health/readiness").statusCode()).isEqualTo(200);
  }
}
