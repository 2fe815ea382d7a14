package org.teei.csr.workers.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Nats;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleListDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.events.EventTypes;
import org.teei.csr.activities.shared.NatsServer;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class WorkersApplicationTest {
  @TempDir static Path folder;

  private static TemporalServer temporal;
  private static NatsServer nats;
  private static Database database;
  private static Workers workers;

  @BeforeAll
  static void start() {
    temporal = TemporalServer.bare();
    temporal.start();
    nats = NatsServer.started();
    database = Database.create();
    workers = Workers.start(Workers.environment(database, temporal.target(), nats.url(), folder));
    await().atMost(Duration.ofSeconds(60)).until(() -> workers.status("/health/readiness") == 200);
  }

  @AfterAll
  static void stop() {
    workers.close();
    nats.close();
    temporal.close();
    database.close();
  }

  @Test
  void readinessLooksAtDatabaseTemporalAndNats() {
    assertThat(workers.body("/health/readiness"))
        .contains("\"db\"", "\"temporal\"", "\"nats\"", "\"migrations\"");
  }

  @Test
  void livenessAndStartupAnswer() {
    assertThat(workers.status("/health/liveness")).isEqualTo(200);
    assertThat(workers.status("/health/startup")).isEqualTo(200);
    assertThat(workers.status("/health")).isEqualTo(200);
  }

  @Test
  void anAcceptedImportRunsToItsEndAndReachesTheTimelines() {
    String tenant = database.freshTenant();
    Upload upload = Upload.of(database, workers.bean(Storage.class), tenant, 40);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> upload.job().getStatus().equals("completed"));
    assertThat(upload.job().getAcceptedRows()).isEqualTo(40);
    await().atMost(Duration.ofSeconds(30)).until(() -> timelineEntries(tenant) == 80);
  }

  @Test
  void publishedEventsKeepTheirContract() throws Exception {
    String tenant = database.freshTenant();
    Upload upload = Upload.of(database, workers.bean(Storage.class), tenant, 20);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> upload.job().getStatus().equals("completed"));
    await().atMost(Duration.ofSeconds(30)).until(() -> timelineEntries(tenant) == 40);
    List<JsonNode> events = publishedEvents(tenant);
    assertThat(events)
        .extracting(event -> event.get("type").asText())
        .contains("kintell.session.completed", "kintell.rating.created");
    assertThat(events)
        .allSatisfy(event ->
            assertThat(
                    EventTypes.of(event.get("type").asText())
                        .orElseThrow()
                        .violations(event.get("data")))
                .isEmpty());
  }

  @Test
  void theTraceOfARequestGoesThroughTheWorkflowIntoItsEvents() throws Exception {
    String tenant = database.freshTenant();
    String trace = UUID.randomUUID().toString().replace("-", "");
    Upload.of(
        database, workers.bean(Storage.class), tenant, 1, "00-" + trace + "-b7ad6b7169203331-01");
    await().atMost(Duration.ofSeconds(60)).until(() -> timelineEntries(tenant) == 2);
    assertThat(publishedEvents(tenant))
        .isNotEmpty()
        .allSatisfy(
            event -> assertThat(event.path("traceparent").asText()).startsWith("00-" + trace));
  }

  @Test
  void whatIsAuditedIsSealedSoon() {
    String tenant = database.freshTenant();
    Upload upload = Upload.of(database, workers.bean(Storage.class), tenant, 1);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> upload.job().getStatus().equals("completed"));
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() ->
            count(tenant, "csr.audit_entries") > 0
                && count(tenant, "csr.audit_entries") == count(tenant, "csr.audit_sealed_entries"));
  }

  @Test
  void theSchedulesAreMadeOnce() {
    try (var second =
        Workers.start(Workers.environment(database, temporal.target(), nats.url(), folder))) {
      await().atMost(Duration.ofSeconds(60)).until(() -> second.status("/health/readiness") == 200);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    workers
                        .bean(ScheduleClient.class)
                        .listSchedules()
                        .map(ScheduleListDescription::getScheduleId))
                .containsExactlyInAnyOrder(
                    "identity/signing-key-rotation",
                    "impactin/schedule-watch",
                    "metrics/roll-up",
                    "operations/parked-sweeper",
                    "operations/retention"));
  }

  @Test
  void histogramsOfTemporalStayBounded() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            workers.body("/metrics").contains("temporal_long_request_latency_seconds_bucket"));
    assertThat(
            workers
                .body("/metrics")
                .lines()
                .filter(line -> line.startsWith("temporal_long_request_latency_seconds_bucket"))
                .filter(line -> line.contains("PollWorkflowTaskQueue"))
                .map(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1"))
                .distinct())
        .hasSizeLessThan(15);
  }

  @Test
  void theLoopsRunAndAreMeasured() {
    for (String loop :
        new String[] {
          "event-relay",
          "start-intents",
          "reconciler",
          "company-rates",
          "schedule-sync",
          "audit-sealer",
          "consumer-profile-timeline",
          "parked-events",
          "asked-retries"
        }) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() ->
              workers
                  .body("/metrics")
                  .lines()
                  .anyMatch(line ->
                      line.startsWith("csr_loop_runs_seconds_count{loop=\"" + loop)
                          && line.contains("outcome=\"done\"")
                          && !line.endsWith(" 0")));
    }
  }

  private static long timelineEntries(String tenant) {
    return count(tenant, "csr.profile_timeline");
  }

  private static long count(String tenant, String table) {
    return new Tenancy(database.worker())
        .read(tenant, db -> db.fetchSingle("select count(*) from " + table).get(0, Long.class));
  }

  private static List<JsonNode> publishedEvents(String tenant) throws Exception {
    var events = new ArrayList<JsonNode>();
    try (var connection = Nats.connect(nats.url())) {
      var stream = connection.getStreamContext("EVENTS");
      long last = stream.getStreamInfo().getStreamState().getLastSequence();
      for (long i = 1; i <= last; i++) {
        var message = stream.getMessage(i);
        if (message.getSubject().startsWith("csr.events." + tenant + ".")) {
          events.add(new ObjectMapper().readTree(message.getData()));
        }
      }
    }
    return events;
  }
}
