package org.teei.csr.tests.shared;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Where API and workers send their spans (OTLP over HTTP, Protocol Buffers), kept as received. */
public final class TraceCollector implements AutoCloseable {
  private final HttpServer server;
  private final Queue<byte[]> received = new ConcurrentLinkedQueue<>();

  private TraceCollector(HttpServer server) {
    this.server = server;
  }

  public static TraceCollector started() throws IOException {
    TraceCollector collector =
        new TraceCollector(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    collector.server.createContext("/v1/traces", collector::receive);
    collector.server.start();
    return collector;
  }

  /** The settings with which an application sends every span here, uncompressed. */
  public Map<String, String> environment() {
    return Map.of(
        "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
        "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces",
        "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_COMPRESSION",
        "none",
        "MANAGEMENT_TRACING_SAMPLING_PROBABILITY",
        "1.0");
  }

  /** All that came so far; strings are readable in Protocol Buffers as they are. */
  public String text() {
    return received.stream()
        .map(message -> new String(message, StandardCharsets.UTF_8))
        .collect(Collectors.joining("\n"));
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      received.add(exchange.getRequestBody().readAllBytes());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
