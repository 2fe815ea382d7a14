package org.teei.csr.bench.shared;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A Java process beside those of a stack, on the servers of the stack; killed at the end. */
public final class SideProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Longer than an application takes to finish what it is doing. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Process process;

  private SideProcess(Process process) {
    this.process = process;
  }

  /**
   * One more worker, of the build and with the settings and memory of the stack's own, once it is
   * ready.
   *
   * @param settings that differ from those of the stack's own
   */
  public static SideProcess worker(LocalStack stack, Map<String, String> settings) {
    int port = freePort();
    var environment = new HashMap<>(servers(stack));
    environment.put("CSR_DATABASE_OWNER_USERNAME", "csr_owner");
    environment.put("CSR_DATABASE_OWNER_PASSWORD", stack.credential("owner"));
    environment.put("CSR_DATABASE_WORKER_USERNAME", "csr_worker");
    environment.put("CSR_DATABASE_WORKER_PASSWORD", stack.credential("worker"));
    environment.put("CSR_NATS_URL", stack.nats("worker"));
    environment.put("CSR_TEMPORAL_VERSIONING", "current");
    environment.put("CSR_NOTICES_API", stack.api());
    environment.put("CSR_IMPORTS_DROP_FOLDERS", stack.data().resolve("drop-folders").toString());
    environment.put("CSR_IMPACTIN_ALLOW_LOOPBACK", "true");
    environment.putAll(stack.settings());
    environment.put("SERVER_ADDRESS", "127.0.0.1");
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.putAll(settings);
    var started =
        start(
            stack,
            "worker-" + port,
            List.of("-Xmx1g", "-jar", stack.jar("worker").toString()),
            environment);
    started.awaitReady(URI.create("http://127.0.0.1:" + port));
    return started;
  }

  /**
   * A program of ours.
   *
   * @param name of its log in the data folder
   */
  public static SideProcess program(
      LocalStack stack, String name, Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return start(stack, name, command, Map.of());
  }

  /**
   * Starts and does not wait.
   *
   * @param name of its log in the data folder
   * @param arguments of the JVM, behind those that all processes of a stack have
   */
  public static SideProcess start(
      LocalStack stack, String name, List<String> arguments, Map<String, String> environment) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(stack.data().resolve(name + ".log").toFile());
    builder.environment().putAll(environment);
    try {
      return new SideProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where an application finds the servers of a stack. */
  public static Map<String, String> servers(LocalStack stack) {
    var status = stack.status();
    return Map.ofEntries(
        Map.entry("CSR_ENVIRONMENT", "development"),
        Map.entry("CSR_DATABASE_URL", "jdbc:" + status.path("postgres").asText()),
        Map.entry("CSR_DATABASE_SYSTEM_USERNAME", "csr_system"),
        Map.entry("CSR_DATABASE_SYSTEM_PASSWORD", stack.credential("system")),
        Map.entry("CSR_TEMPORAL_TARGET", status.path("temporal").asText()),
        Map.entry("CSR_TEMPORAL_NAMESPACE", "default"),
        Map.entry("CSR_TEMPORAL_UI_URL", status.path("temporalUi").asText()),
        Map.entry("CSR_STORAGE_DIRECTORY", stack.data().resolve("storage").toString()),
        Map.entry("CSR_KMS_KEY_FILE", stack.data().resolve("kms.key").toString()));
  }

  /** Waits until an application answers that it is ready; ends it if it never is. */
  public void awaitReady(URI address) {
    var health = HttpRequest.newBuilder(address.resolve("/health/readiness")).build();
    try (var http = HttpClient.newHttpClient()) {
      await("a process is ready, see its log in the data folder")
          .atMost(PATIENCE)
          .failFast(() -> !process.isAlive())
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> http.send(health, BodyHandlers.discarding()).statusCode() == 200);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      close();
      throw e;
    }
  }

  /** The jar of the benches. */
  public static Path ownJar() {
    return Path.of(
        URI.create(
            SideProcess.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  public static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it in order, and returns when it is gone. */
  public void end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
