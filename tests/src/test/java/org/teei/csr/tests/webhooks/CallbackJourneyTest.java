package org.teei.csr.tests.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;

/** From an address that an administrator makes to what the simulated platforms say there. */
class CallbackJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient http = stack.imports();
  private final HttpClient simulators = HttpClient.newHttpClient();
  private final String organization = "org-" + UUID.randomUUID();

  @ParameterizedTest
  @CsvSource({
    "benevity,success,processed", "goodera,success,processed",
    "goodera,failed,failed", "workday,success,processed"
  })
  void whatAPlatformSaysThriceIsKeptOnce(String platform, String outcome, String kept)
      throws Exception {
    JsonNode endpoint =
        http.post(
                "/v1/webhooks/endpoints",
                "{\"source\":\"%s\",\"name\":\"journey\"}".formatted(platform))
            .json();
    post(
        "/callbacks",
        """
        {"platform":"%s","organizationId":"%s","url":"%s","secret":"%s","outcome":"%s","copies":3}\
        """
            .formatted(
                platform,
                organization,
                stack.api() + endpoint.path("address").asText(),
                endpoint.path("secret").asText(),
                outcome));

    String transaction = reported(platform);

    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(sent())
                .filteredOn(one -> one.path("transactionId").asText().equals(transaction))
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.path("status").asInt()).isEqualTo(200)));
    assertThat(
            stack.value(
                """
                select string_agg(tenant_id || ' ' || platform || ' ' || outcome, ',')
                from csr.platform_callbacks where transaction_id = '%s'\
                """
                    .formatted(transaction)))
        .isEqualTo("demo " + platform + " " + kept);
  }

  private String reported(String platform) throws Exception {
    return switch (platform) {
      case "benevity" ->
          accepted(
              "/benevity/v1/impact",
              """
              {"organizationId":"%s","programId":"p","programName":"P","timestamp":"2026-11-01T00:00:00Z",
               "reportingPeriod":{"startDate":"2026-10-01","endDate":"2026-10-31"},
               "metrics":[{"metricType":"volunteer_hours","metricValue":1.5,"metricUnit":"hours"}]}\
              """,
              "Authorization",
              "Bearer any");
      case "goodera" ->
          accepted(
              "/goodera/v1/impact-data",
              """
              {"organizationId":"%s","projectId":"p","reportingPeriod":{"from":"2026-10-01","to":"2026-10-31"},
               "impactDimensions":[{"dimensionId":"d","dimensionName":"D","value":1.5,"unit":"hours"}],
               "metadata":{"source":"TEEI Platform","timestamp":"2026-11-01T00:00:00Z","version":"1.0"}}\
              """,
              "X-API-Key",
              "any");
      default -> {
        JsonNode token =
            JSON.readTree(
                post(
                        "/workday/oauth2/token",
                        "grant_type=client_credentials&scope=volunteer_management&client_id=a&client_secret=b")
                    .body());
        yield accepted(
            "/workday/volunteer-management/v1/activities",
            """
            {"organizationId":"%s","reportingPeriod":{"startDate":"2026-10-01","endDate":"2026-10-31"},
             "volunteerActivities":[],"programEnrollments":[]}\
            """,
            "Authorization",
            "Bearer " + token.path("access_token").asText(),
            "X-Workday-Tenant",
            "acme");
      }
    };
  }

  private String accepted(String path, String report, String... headers) throws Exception {
    var answer =
        simulators.send(
            HttpRequest.newBuilder(URI.create(stack.simulators() + path))
                .headers(headers)
                .header("X-API-Version", "1.0")
                .POST(BodyPublishers.ofString(report.formatted(organization)))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("transactionId").asText();
  }

  private JsonNode sent() throws Exception {
    return JSON.readTree(
            simulators
                .send(
                    HttpRequest.newBuilder(URI.create(stack.simulators() + "/callbacks")).build(),
                    BodyHandlers.ofString())
                .body())
        .path("sent");
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    var answer =
        simulators.send(
            HttpRequest.newBuilder(URI.create(stack.simulators() + path))
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return answer;
  }
}
