package org.teei.csr.tests.impactin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.LocalStack;

/** Simulators as part of a stack. */
class SimulatorsJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final LocalStack stack = LocalStack.shared();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String simulators = stack.simulators();
  private final String key = UUID.randomUUID().toString();
  private final String report =
      """
      {"organizationId":"%s","programId":"p","programName":"P","timestamp":"2026-11-01T00:00:00Z",
       "reportingPeriod":{"startDate":"2026-10-01","endDate":"2026-10-31"},
       "metrics":[{"metricType":"volunteer_hours","metricValue":1.5,"metricUnit":"hours"}]}\
      """
          .formatted(UUID.randomUUID());

  @Test
  void judgeRightlyAlsoAfterTheyWereKilled() throws Exception {
    JsonNode first = sent();

    stack.kill("simulators");
    await().atMost(SOON).until(this::answers);

    assertThat(stack.simulators()).isEqualTo(simulators);
    assertThat(sent()).isEqualTo(first);
    assertThat(json(get("/ledger?platform=benevity")).path("entries"))
        .filteredOn(entry -> entry.path("idempotencyKey").asText().equals(key))
        .singleElement()
        .satisfies(entry ->
            assertThat(entry.path("transactionId")).isEqualTo(first.path("transactionId")));
  }

  private JsonNode sent() throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create(simulators + "/benevity/v1/impact"))
                .header("Authorization", "Bearer any")
                .header("X-API-Version", "1.0")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(report))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private boolean answers() throws InterruptedException {
    try {
      return get("/health/readiness").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(simulators + path)).build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }
}
