package org.teei.csr.api.shared;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/** A Vault as far as reading a secret of a KV engine of version 2 goes, on a port of its own. */
final class Vault implements AutoCloseable {
  final String token = "hvs." + UUID.randomUUID();
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final Map<String, String> secret;
  private final HttpServer server;

  Vault(Map<String, String> secret) {
    this.secret = secret;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      if (!token.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
        send(exchange, 403, Map.of("errors", List.of("permission denied")));
      } else if (exchange.getRequestURI().getPath().equals("/v1/secret/data/csr")) {
        send(
            exchange,
            200,
            Map.of("data", Map.of("data", secret, "metadata", Map.of("version", 3))));
      } else {
        send(exchange, 404, Map.of("errors", List.of()));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, Object json) throws IOException {
    var body = JsonMapper.shared().writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
