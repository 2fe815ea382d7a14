package org.teei.csr.bench.identity;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.teei.csr.bench.shared.LocalStack;

/** {@link UnguardedApi} on the servers of a stack, with the build that the stack's API runs. */
final class UnguardedProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final URI address;

  private UnguardedProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  static UnguardedProcess start(LocalStack stack, String tenant) throws IOException {
    int port = freePort();
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                jar(stack) + ":" + ownJar(),
                UnguardedApi.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(stack.data().resolve("unguarded.log").toFile());
    builder.environment().putAll(environment(stack, port, tenant));
    var started = new UnguardedProcess(builder.start(), URI.create("http://127.0.0.1:" + port));
    started.awaitReady();
    return started;
  }

  URI address() {
    return address;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void awaitReady() {
    var health = HttpRequest.newBuilder(address.resolve("/health/readiness")).build();
    try (var http = HttpClient.newHttpClient()) {
      await("the API without guards is ready, see unguarded.log")
          .atMost(PATIENCE)
          .failFast(() -> !process.isAlive())
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> http.send(health, BodyHandlers.discarding()).statusCode() == 200);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      close();
      throw e;
    }
  }

  /** What the stack's API was started from: the argument after {@code -jar}. */
  private static String jar(LocalStack stack) {
    long pid = stack.status().path("processes").path("api").path(0).asLong();
    var arguments =
        List.of(ProcessHandle.of(pid).flatMap(api -> api.info().arguments()).orElseThrow());
    return arguments.get(arguments.indexOf("-jar") + 1);
  }

  private static Path ownJar() {
    return Path.of(
        URI.create(
            UnguardedApi.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** That of the stack's API, as the superuser of the database, from whom no row is hidden. */
  private static Map<String, String> environment(LocalStack stack, int port, String tenant) {
    var status = stack.status();
    return Map.ofEntries(
        Map.entry("CSR_ENVIRONMENT", "development"),
        Map.entry("CSR_DATABASE_URL", "jdbc:" + status.path("postgres").asText()),
        Map.entry("CSR_DATABASE_API_USERNAME", "postgres"),
        Map.entry("CSR_DATABASE_API_PASSWORD", stack.credential("superuser")),
        Map.entry("CSR_DATABASE_SYSTEM_USERNAME", "csr_system"),
        Map.entry("CSR_DATABASE_SYSTEM_PASSWORD", stack.credential("system")),
        Map.entry("CSR_TEMPORAL_TARGET", status.path("temporal").asText()),
        Map.entry("CSR_TEMPORAL_NAMESPACE", "default"),
        Map.entry("CSR_TEMPORAL_UI_URL", status.path("temporalUi").asText()),
        Map.entry("CSR_STORAGE_DIRECTORY", stack.data().resolve("storage").toString()),
        Map.entry("CSR_KMS_KEY_FILE", stack.data().resolve("kms.key").toString()),
        Map.entry("CSR_IDENTITY_ISSUER", stack.api()),
        Map.entry("SERVER_PORT", Integer.toString(port)),
        Map.entry("SERVER_ADDRESS", "127.0.0.1"),
        Map.entry(UnguardedApi.TENANT, tenant));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
