package org.teei.csr.deploy.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * A small server that plays the API: it gives {@code token-1}, {@code token-2} and so on to who
 * knows the secret, and notes with which authorisation it is asked for anything else.
 */
public final class FakeApi implements AutoCloseable {
  /** Forms that asked for a token, as sent. */
  public final List<String> forms = Collections.synchronizedList(new ArrayList<>());

  /** {@code Authorization} of the other requests. */
  public final List<String> authorisations = Collections.synchronizedList(new ArrayList<>());

  /** In seconds. */
  public volatile int lifeOfPersonsTokens = 900;

  /** The ids of the providers, as JSON. */
  public volatile String providers = "";

  private volatile String expected = "code=the-code";
  private final HttpServer server;
  private final String login;

  public FakeApi(String secret) throws IOException {
    login = "Basic " + Base64.getEncoder().encodeToString(("csr-cli:" + secret).getBytes(UTF_8));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.createContext("/oauth2/token", this::grant);
    server.createContext(
        "/auth/providers",
        exchange -> respond(exchange, 200, "{\"providers\":[" + providers + "]}"));
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Gives out codes and refresh tokens, each for the one before, as long as it is the newest. */
  private void grantToPerson(HttpExchange exchange, String form) throws IOException {
    if (!form.contains(expected)) {
      respond(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    forms.add(form);
    expected = "refresh_token=refresh-" + forms.size();
    respond(
        exchange,
        200,
        "{\"access_token\":\"person-%1$d\",\"refresh_token\":\"refresh-%1$d\",\"expires_in\":%2$d}"
            .formatted(forms.size(), lifeOfPersonsTokens));
  }

  private void grant(HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
      grantToPerson(exchange, new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      return;
    }
    if (!login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      respond(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (form.contains("role=nobody")) {
      respond(
          exchange,
          400,
          "{\"error\":\"invalid_request\",\"error_description\":\"There is no role nobody.\"}");
      return;
    }
    forms.add(form);
    respond(
        exchange,
        200,
        "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":900,\"scope\":\"\"}"
            .formatted(forms.size()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    authorisations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Location", "/v1/imports/17");
    respond(exchange, 200, "{\"id\":\"17\",\"status\":\"completed\",\"intact\":true}");
  }

  private static void respond(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (var body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
