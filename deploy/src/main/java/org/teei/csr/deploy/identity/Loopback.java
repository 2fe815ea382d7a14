package org.teei.csr.deploy.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.teei.csr.deploy.shared.CsrFailure;

/** Waits on a free port of this machine for the browser that comes back (RFC 8252, section 7.3). */
final class Loopback implements AutoCloseable {
  private final HttpServer server;
  private final String state;
  private final CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();

  /**
   * @param state what the right answer brings along; others are refused and waited past
   */
  Loopback(String state) throws IOException {
    this.state = state;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext("/callback", this::take);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/callback";
  }

  /** The code that the browser brings. */
  String code(Duration patience) throws InterruptedException {
    try {
      Map<String, String> parameters = answer.get(patience.toSeconds(), TimeUnit.SECONDS);
      if (parameters.containsKey("code")) {
        return parameters.get("code");
      }
      throw new CsrFailure(
          "You were not signed in: "
              + parameters.getOrDefault(
                  "error_description", parameters.getOrDefault("error", "no reason given")));
    } catch (TimeoutException e) {
      throw new CsrFailure("Nobody signed in within " + patience.toMinutes() + " minutes.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
    boolean right = state.equals(parameters.get("state"));
    byte[] page =
        (right ? "You can close this page and go back.\n" : "This is no answer to us.\n")
            .getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(right ? 200 : 400, page.length);
    try (var body = exchange.getResponseBody()) {
      body.write(page);
    }
    if (right) {
      answer.complete(parameters);
    }
  }

  private static Map<String, String> parameters(String query) {
    var parameters = new HashMap<String, String>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return parameters;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
