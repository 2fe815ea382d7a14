package org.teei.csr.bench.impactin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;

/**
 * A company of its own, as its administrator works with it. The platforms know it by the same id.
 */
public final class Company {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String SCHEDULES = "/v1/impact-in/schedules";
  private static final String DELIVERIES = "/v1/impact-in/deliveries";

  private final String id;
  private final ImportsClient http;
  private final SimulatedPlatforms platforms;

  private Company(String id, ImportsClient http, SimulatedPlatforms platforms) {
    this.id = id;
    this.http = http;
    this.platforms = platforms;
  }

  public static Company added(LocalStack stack, SimulatedPlatforms platforms) {
    var id = "c-" + UUID.randomUUID().toString().substring(0, 8);
    var staff = stack.as("platform", "system_admin");
    expect(
        201, staff.post("/v1/admin/tenants", "{\"id\":\"%s\",\"name\":\"Journey\"}".formatted(id)));
    return new Company(id, stack.as(id, "company_admin"), platforms);
  }

  public String id() {
    return id;
  }

  public ImportsClient http() {
    return http;
  }

  /** Imports two people's sessions of each month. */
  public void worked(YearMonth... months) {
    var file =
        new StringBuilder(
            "session_id,participant_email,volunteer_email,scheduled_at,completed_at,duration_minutes\n");
    for (YearMonth month : months) {
      for (int person = 1; person <= 2; person++) {
        file.append(
            "%s-%s-%d,p%d-%s@example.org,v-%s@example.org,%sT10:00:00Z,%sT11:00:00Z,%d\n"
                .formatted(
                    id,
                    month,
                    person,
                    person,
                    id,
                    id,
                    month.atDay(person),
                    month.atDay(person),
                    30 + month.getMonthValue()));
      }
    }
    var job = http.ended(http.accepted("", file.toString().getBytes(UTF_8)), SOON);
    if (job.path("counts").path("accepted").asInt() != 2 * months.length) {
      throw new IllegalStateException("Not imported: " + job);
    }
  }

  /** Connects a platform, with credentials that it takes. */
  public void connect(String platform) {
    connect(platform, "any-secret");
  }

  public void connect(String platform, String secret) {
    var mapping =
        switch (platform) {
          case "goodera" -> ",\"projectId\":\"project-1\"";
          case "workday" -> ",\"workdayTenant\":\"%s\"".formatted(id);
          default -> "";
        };
    expect(
        200,
        http.put(
            "/v1/impact-in/vendors/" + platform,
            "{\"endpoint\":\"%s\",\"mapping\":{\"organizationId\":\"%s\"%s}}"
                .formatted(platforms.endpoint(platform), id, mapping)));
    credentials(platform, secret);
  }

  /** Mends how the company is called on a platform that it is connected to. */
  public void calledThere(String platform, String organization) {
    var path = "/v1/impact-in/vendors/" + platform;
    expect(
        200,
        http.request(
            "PUT",
            path,
            "{\"endpoint\":\"%s\",\"mapping\":{\"organizationId\":\"%s\"}}"
                .formatted(platforms.endpoint(platform), organization)
                .getBytes(UTF_8),
            "Content-Type",
            "application/json",
            "If-Match",
            expect(200, http.get(path)).header("ETag")));
  }

  public void credentials(String platform, String secret) {
    var body =
        platform.equals("workday")
            ? "{\"clientId\":\"client\",\"clientSecret\":\"%s\"}"
            : "{\"apiKey\":\"%s\"}";
    expect(
        200,
        http.put(
            "/v1/impact-in/vendors/" + platform + "/credentials?immediately=true",
            body.formatted(secret)));
  }

  /** A monthly schedule that does not run by itself today. */
  public String schedule(String platform, String approval) {
    return schedule(
        """
        {"platform":"%s","frequency":"monthly","day":28,"time":"04:00","timeZone":"UTC","approval":"%s"}\
        """
            .formatted(platform, approval));
  }

  public String schedule(String body) {
    return expect(201, http.post(SCHEDULES, body)).json().path("id").asText();
  }

  public Answer shown(String schedule) {
    return expect(200, http.get(SCHEDULES + "/" + schedule));
  }

  /** Replaces what was read before, or is refused. */
  public Answer replace(String schedule, String etag, String body) {
    return http.request(
        "PUT",
        SCHEDULES + "/" + schedule,
        body.getBytes(UTF_8),
        "Content-Type",
        "application/json",
        "If-Match",
        etag);
  }

  public void delete(String schedule) {
    expect(204, http.delete(SCHEDULES + "/" + schedule));
  }

  /** Freezes the figures of a month, which a preview needs. */
  public void computed(YearMonth month) {
    var asked =
        expect(
            202,
            http.post("/v1/metrics/" + id + "/snapshots", "{\"period\":\"%s\"}".formatted(month)));
    await()
        .atMost(SOON)
        .until(() ->
            http.get(asked.header("Location")).json().path("state").asText().equals("computed"));
  }

  public JsonNode preview(String schedule) {
    return expect(200, http.get(SCHEDULES + "/" + schedule + "/preview")).json();
  }

  /** Asks for the delivery of the last month. */
  public String runNow(String schedule) {
    return expect(
            202, keyed(SCHEDULES + "/" + schedule + "/run-now", "{}", UUID.randomUUID().toString()))
        .json()
        .path("id")
        .asText();
  }

  public Answer replay(String delivery) {
    return expect(
        202, keyed(DELIVERIES + "/" + delivery + "/replay", "{}", UUID.randomUUID().toString()));
  }

  /** Has a delivery frozen anew as a dry run shows it, which it returns. */
  public JsonNode refreeze(String delivery) {
    var path = DELIVERIES + "/" + delivery + "/refreeze";
    var shown = expect(200, http.post(path, "{}")).json();
    var body =
        "{\"dryRun\":false,\"payloadSha256\":\"%s\"}"
            .formatted(shown.path("payloadSha256").asText());
    expect(202, keyed(path, body, UUID.randomUUID().toString()));
    return shown;
  }

  public Answer tell(String delivery, String command) {
    return taken(
        http.post(DELIVERIES + "/" + delivery + "/" + command, "{\"reason\":\"as looked at\"}"));
  }

  public Answer keyed(String path, String body, String key) {
    return http.request(
        "POST",
        path,
        body.getBytes(UTF_8),
        "Content-Type",
        "application/json",
        "Idempotency-Key",
        key);
  }

  public JsonNode delivery(String id) {
    return expect(200, http.get(DELIVERIES + "/" + id)).json();
  }

  public List<JsonNode> deliveries() {
    return list(expect(200, http.get(DELIVERIES + "?page_size=100")).json().path("items"));
  }

  public List<JsonNode> attempts(String delivery) {
    return list(
        expect(200, http.get(DELIVERIES + "/" + delivery + "/attempts")).json().path("attempts"));
  }

  public Answer payload(String delivery) {
    return expect(200, http.get(DELIVERIES + "/" + delivery + "/payload"));
  }

  /** Waits until a delivery is in one of the statuses. */
  public JsonNode reached(String delivery, String... statuses) {
    return await()
        .atMost(SOON)
        .until(
            () -> delivery(delivery),
            seen -> Arrays.asList(statuses).contains(seen.path("status").asText()));
  }

  public JsonNode arrived(String delivery) {
    return reached(delivery, "delivered", "confirmed");
  }

  /** Waits until a delivery has parked and returns the step that waits. */
  public JsonNode parked(String delivery) {
    reached(delivery, "parked");
    return waiting().stream()
        .filter(step -> step.path("businessRef").asText().equals(delivery))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Not listed as parked: " + delivery));
  }

  /** Steps of deliveries that wait for a decision. */
  public List<JsonNode> waiting() {
    return list(
        expect(200, http.get("/v1/operations/parked?feature=impactin&state=waiting&page_size=100"))
            .json()
            .path("items"));
  }

  public Answer resolve(JsonNode step, String action) {
    return taken(
        http.post(
            "/v1/operations/parked/" + step.path("id").asText() + "/resolve",
            "{\"action\":\"%s\",\"reason\":\"looked at\",\"expectedSequence\":%d}"
                .formatted(action, step.path("sequence").asInt())));
  }

  private static Answer expect(int status, Answer answer) {
    if (answer.status() != status) {
      throw new IllegalStateException(
          "%d instead of %d: %s".formatted(answer.status(), status, answer.body()));
    }
    return answer;
  }

  /** At once or soon. */
  private static Answer taken(Answer answer) {
    return answer.status() == 200 ? answer : expect(202, answer);
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }
}
