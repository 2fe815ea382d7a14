package org.teei.csr.activities.imports.notices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * An HTTP server that takes webhooks, as a customer would run one, and checks them by the reference
 * implementation of Standard Webhooks.
 */
public final class Receiver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();

  /** What to answer with. */
  public record Answer(int status, Map<String, String> headers) {}

  /** A request that came in. */
  public record Received(Map<String, List<String>> headers, String body) {

    public String id() {
      return header("webhook-id");
    }

    public String header(String name) {
      return HttpHeaders.of(headers, (one, other) -> true).firstValue(name).orElse("");
    }

    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Whether the secret signed it. */
    public boolean signedBy(String secret) {
      try {
        new Webhook(secret).verify(body, HttpHeaders.of(headers, (one, other) -> true));
        return true;
      } catch (WebhookVerificationException e) {
        return false;
      }
    }
  }

  public Receiver() {
    this(0);
  }

  /** On a port that was free before. */
  public Receiver(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(new Received(Map.copyOf(exchange.getRequestHeaders()), body));
    Answer answer = answers.poll();
    if (answer == null) {
      answer = new Answer(204, Map.of());
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), -1);
    exchange.close();
  }

  /** The next answers, in this order; 204 when none is left. */
  public Receiver answering(int... statuses) {
    for (int status : statuses) {
      answers.add(new Answer(status, Map.of()));
    }
    return this;
  }

  public Receiver answering(int status, String header, String value) {
    answers.add(new Answer(status, Map.of(header, value)));
    return this;
  }

  public List<Received> received() {
    return received;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/hooks?key=of-ours";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
