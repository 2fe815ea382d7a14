package org.teei.csr.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.shared.NatsServer;
import org.teei.csr.activities.shared.TemporalServer;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.tests.shared.SessionsFile;

/**
 * API and worker run against servers that somebody else started, told of them by their environment
 * only.
 */
class ExternalServersTest {
  private static final String SECRET = UUID.randomUUID().toString();

  @Test
  void anImportCompletesOnServersThatWereStartedApart(@TempDir Path folder) throws Exception {
    try (Database database = Database.create();
        TemporalServer temporal = TemporalServer.started();
        NatsServer nats = NatsServer.started()) {
      int apiPort = freePort();
      int workerPort = freePort();
      Process api = application("api", environment(database, temporal, nats, folder, apiPort));
      Process worker =
          application("workers", environment(database, temporal, nats, folder, workerPort));
      try {
        ImportsClient imports = ImportsClient.as(address(apiPort), SECRET, "demo", "company_admin");
        awaitReady("api", api, apiPort);
        awaitReady("workers", worker, workerPort);

        JsonNode job =
            imports.ended(
                imports.accepted("", SessionsFile.ofRows(5).bytes()), Duration.ofMinutes(3));

        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(job.path("counts").path("accepted").asLong()).isEqualTo(5);
      } finally {
        end(api);
        end(worker);
      }
    }
  }

  private static void awaitReady(String module, Process process, int port) {
    ImportsClient health = new ImportsClient(address(port));
    await(module + " ready on port " + port)
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> {
          assertThat(process.isAlive()).as("%s runs, see %s", module, log(module)).isTrue();
          return health.get("/health/readiness").status() == 200;
        });
  }

  private static Map<String, String> environment(
      Database database, TemporalServer temporal, NatsServer nats, Path folder, int port) {
    Map<String, String> variables = new HashMap<>();
    variables.put("CSR_ENVIRONMENT", "development");
    variables.put("CSR_DATABASE_URL", database.url());
    for (String role : List.of("owner", "api", "worker", "system")) {
      String key = "CSR_DATABASE_" + role.toUpperCase(Locale.ROOT);
      variables.put(key + "_USERNAME", "csr_" + role);
      variables.put(key + "_PASSWORD", database.password("csr_" + role));
    }
    variables.put("CSR_TEMPORAL_TARGET", temporal.target());
    variables.put("CSR_TEMPORAL_NAMESPACE", "default");
    variables.put("CSR_TEMPORAL_UI_URL", "http://127.0.0.1:8233");
    variables.put("CSR_NATS_URL", nats.url());
    variables.put("CSR_STORAGE_DIRECTORY", folder.resolve("storage").toString());
    variables.put("CSR_KMS_KEY_FILE", folder.resolve("kms.key").toString());
    variables.put("CSR_IDENTITY_ISSUER", address(port));
    variables.put("CSR_IDENTITY_DEVELOPMENT_SECRET", SECRET);
    variables.put("CSR_IDENTITY_DEVELOPMENT_TENANTS", "demo");
    variables.put("SERVER_PORT", String.valueOf(port));
    variables.put("SERVER_ADDRESS", "127.0.0.1");
    return variables;
  }

  private static String address(int port) {
    return "http://127.0.0.1:" + port;
  }

  private static Process application(String module, Map<String, String> environment)
      throws IOException {
    Path jar;
    try (Stream<Path> built = Files.list(Path.of("..", module, "target").toAbsolutePath())) {
      jar = built.filter(file -> file.toString().endsWith("-exec.jar")).findFirst().orElseThrow();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString())
            .redirectErrorStream(true)
            .redirectOutput(log(module).toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Kept after the test, for whoever asks why an application did not start. */
  private static Path log(String module) throws IOException {
    return Files.createDirectories(Path.of("target", "external-servers")).resolve(module + ".log");
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(Duration.ofSeconds(60))) {
      process.destroyForcibly();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
