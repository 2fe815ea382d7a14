package org.teei.csr.bench.shared;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.teei.csr.deploy.identity.DevelopmentUser;
import org.teei.csr.deploy.identity.Tokens;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.deploy.shared.Bearer;

/** The API as an integrating engineer uses it: plain HTTP and JSON. */
public final class ImportsClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENDS =
      Set.of("completed", "failed", "cancelled", "expired", "undone");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String api;
  private final @Nullable Bearer bearer;

  /** Without a token: a stranger, who is answered at open addresses only. */
  public ImportsClient(String api) {
    this(api, null);
  }

  private ImportsClient(String api, @Nullable Bearer bearer) {
    this.api = api;
    this.bearer = bearer;
  }

  /**
   * As the development user of a stack who has a role in a tenant.
   *
   * @param secret the setting {@code CSR_IDENTITY_DEVELOPMENT_SECRET} of the API
   */
  public static ImportsClient as(String api, String secret, String tenant, String role) {
    return as(api, secret, tenant, role, "");
  }

  /** As one of several users of a role, who has shown a passkey. */
  public static ImportsClient as(
      String api, String secret, String tenant, String role, String name) {
    return new ImportsClient(
        api,
        new Tokens(
            new ApiClient(URI.create(api)), secret, new DevelopmentUser(tenant, role, name, true)));
  }

  /** An answer with its JSON body, which is missing where the body is not JSON. */
  public record Answer(int status, JsonNode json, String body, java.net.http.HttpHeaders headers) {
    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  public Answer get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  public Answer post(String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  public Answer put(String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  public Answer delete(String path) {
    return send(HttpRequest.newBuilder(uri(path)).DELETE());
  }

  /** Sends any request, with headers as names and values in turn. */
  public Answer request(String method, String path, byte[] body, String... headers) {
    var request =
        HttpRequest.newBuilder(uri(path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** Sends a file of sessions. */
  public Answer send(String query, byte[] csv) {
    return send("sessions", query, csv);
  }

  /** Sends a file of a kind. */
  public Answer send(String kind, String query, byte[] csv) {
    return csv("/v1/import/" + kind + query, csv);
  }

  public Answer csv(String path, byte[] csv) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "text/csv")
            .POST(HttpRequest.BodyPublishers.ofByteArray(csv)));
  }

  /** Sends a file of sessions and returns the id of its import. */
  public String accepted(String query, byte[] csv) {
    return accepted("sessions", query, csv);
  }

  /** Sends a file of a kind and returns the id of its import. */
  public String accepted(String kind, String query, byte[] csv) {
    Answer answer = send(kind, query, csv);
    if (answer.status() != 202) {
      throw new IllegalStateException("Not accepted: " + answer.status() + " " + answer.body());
    }
    return answer.json().path("id").asText();
  }

  public JsonNode job(String id) {
    return get("/v1/imports/" + id).json();
  }

  /**
   * Waits for the end of an import and returns it; an API that is down meanwhile is asked again.
   *
   * @throws ConditionTimeoutException with the job as it was last seen
   */
  public JsonNode ended(String id, Duration atMost) {
    return awaited(id, atMost, ENDS);
  }

  /** Waits until an import has reached a status. */
  public JsonNode reached(String id, String status) {
    return awaited(id, Duration.ofMinutes(2), Set.of(status));
  }

  /**
   * Sends a file of sessions and waits until its import is complete.
   *
   * @param look how long is waited between two looks at the import, which cost the API time
   * @return seconds from the first byte sent until the import ended, by its own account
   * @throws ConditionTimeoutException if it does not complete
   */
  public double secondsToComplete(byte[] csv, Duration look) {
    Instant begin = Instant.now();
    String id = accepted("", csv);
    JsonNode job =
        await()
            .atMost(Duration.ofMinutes(10))
            .pollDelay(look)
            .pollInterval(look)
            .until(() -> job(id), found -> found.path("status").asText().equals("completed"));
    Instant end = Instant.parse(job.path("finishedAt").asText());
    return Duration.between(begin, end).toNanos() / 1e9;
  }

  private JsonNode awaited(String id, Duration atMost, Set<String> statuses) {
    AtomicReference<JsonNode> job = new AtomicReference<>(JSON.nullNode());
    try {
      await()
          .atMost(atMost)
          .pollInterval(Duration.ofMillis(100))
          .ignoreExceptions()
          .until(() -> {
            job.set(job(id));
            return statuses.contains(job.get().path("status").asText());
          });
    } catch (ConditionTimeoutException e) {
      throw new ConditionTimeoutException(
          "Import " + id + " did not come to " + statuses + ", last seen " + job, e);
    }
    return job.get();
  }

  private URI uri(String path) {
    return URI.create(path.startsWith("http") ? path : api + path);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      if (bearer != null) {
        request.header("Authorization", "Bearer " + bearer.token());
      }
      HttpResponse<String> response =
          http.send(
              request.timeout(Duration.ofMinutes(5)).build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      String type = response.headers().firstValue("Content-Type").orElse("");
      JsonNode json = type.contains("json") ? JSON.readTree(response.body()) : JSON.missingNode();
      return new Answer(response.statusCode(), json, response.body(), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
