package org.teei.csr.bench.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.teei.csr.bench.shared.LocalStack;

/** Another worker beside the one of a stack, as that one was started. */
final class SecondWorker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final Path PROCESSES = Path.of("/proc");

  private final Process process;

  private SecondWorker(Process process) {
    this.process = process;
  }

  /** Whether the system tells how a process was started. */
  static boolean possible() {
    return Files.isDirectory(PROCESSES.resolve("self"));
  }

  /**
   * Starts it and returns when it is ready.
   *
   * @param settings of its own
   */
  static SecondWorker beside(LocalStack stack, Map<String, String> settings) throws Exception {
    Path first = PROCESSES.resolve(String.valueOf(stack.pid("worker")));
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(words(first.resolve("cmdline")))
            .directory(stack.data().toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    stack.data().resolve("second-worker.log").toFile()));
    builder.environment().clear();
    for (String setting : words(first.resolve("environ"))) {
      int equals = setting.indexOf('=');
      if (equals > 0) {
        builder.environment().put(setting.substring(0, equals), setting.substring(equals + 1));
      }
    }
    builder.environment().put("SERVER_PORT", String.valueOf(port));
    builder.environment().putAll(settings);
    var worker = new SecondWorker(builder.start());
    try {
      worker.awaitReady(port);
    } catch (Throwable e) {
      worker.close();
      throw e;
    }
    return worker;
  }

  private static List<String> words(Path file) throws IOException {
    return List.of(new String(Files.readAllBytes(file), UTF_8).split("\0"));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady(int port) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/readiness"))
            .timeout(Duration.ofSeconds(5))
            .build();
    Instant deadline = Instant.now().plus(PATIENCE);
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!answers(http, request)) {
        if (!process.isAlive() || Instant.now().isAfter(deadline)) {
          throw new IllegalStateException("The second worker does not start");
        }
        Thread.sleep(100);
      }
    }
  }

  private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Ends it in order. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
