package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** A client of running simulators. */
final class Client {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;

  Client(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> post(String path, String body) throws IOException {
    return send(to(path).POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String path) throws IOException {
    return send(to(path));
  }

  HttpResponse<String> delete(String path) throws IOException {
    return send(to(path).DELETE());
  }

  /** The fault is ordered, or the test is wrong. */
  void order(String json) throws IOException {
    var answer = post("/faults", json);
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.body());
    }
  }

  HttpRequest.Builder benevity(JsonNode report, String idempotencyKey) {
    return to("/benevity/v1/impact")
        .header("Authorization", "Bearer any-key")
        .header("X-API-Version", "1.0")
        .header("X-Request-ID", UUID.randomUUID().toString())
        .header("Idempotency-Key", idempotencyKey)
        .POST(BodyPublishers.ofString(report.toString()));
  }

  HttpRequest.Builder goodera(String path, String body, String idempotencyKey) {
    return to("/goodera/v1/impact-data" + path)
        .header("X-API-Key", "any-key")
        .header("X-API-Version", "1.0")
        .header("Idempotency-Key", idempotencyKey)
        .POST(BodyPublishers.ofString(body));
  }

  HttpRequest.Builder workday(JsonNode report, String token) {
    return to("/workday/volunteer-management/v1/activities")
        .header("Authorization", "Bearer " + token)
        .header("X-Workday-Tenant", "acme")
        .POST(BodyPublishers.ofString(report.toString()));
  }

  String workdayToken() throws IOException {
    return json(send(
            to("/workday/oauth2/token")
                .header("Authorization", "Basic aWQ6c2VjcmV0")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=client_credentials&scope=volunteer_management"))))
        .get("access_token")
        .textValue();
  }

  JsonNode entries(Platform platform) throws IOException {
    return json(get("/ledger?platform=" + platform)).get("entries");
  }

  static JsonNode json(HttpResponse<String> answer) {
    return Json.read(answer.body().getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  static String code(HttpResponse<String> answer) {
    return json(answer).at("/error/code").asText();
  }
}
