package org.teei.csr.workers.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.shared.NatsServer;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.schema.tenancy.Database;

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
  void theLoopsRunAndAreMeasured() {
    for (String loop :
        new String[] {
          "event-relay", "start-intents", "reconciler", "audit-sealer", "consumer-profile-timeline"
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
}
