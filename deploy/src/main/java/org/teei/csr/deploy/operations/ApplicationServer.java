package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** API, worker or simulators: a Java process that is configured by its environment only. */
final class ApplicationServer implements Server {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  private final Role role;
  private final List<String> program;
  private final Map<String, String> environment;
  private final int port;

  ApplicationServer(Role role, List<String> program, Map<String, String> environment, int port) {
    this.role = role;
    this.program = program;
    this.environment = environment;
    this.port = port;
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public ProcessBuilder command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(program);
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
    builder.environment().put("SERVER_PORT", String.valueOf(port));
    return builder;
  }

  @Override
  public boolean isReady() throws InterruptedException {
    return answersReady(port);
  }

  static boolean answersReady(int port) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/readiness"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
