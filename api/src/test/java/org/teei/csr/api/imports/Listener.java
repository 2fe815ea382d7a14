package org.teei.csr.api.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a stream of events as a browser would, on a thread of its own. */
final class Listener implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpResponse<InputStream> response;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> comments = new CopyOnWriteArrayList<>();
  private final Thread reader = Thread.ofVirtual().unstarted(this::read);

  record Event(Instant at, String id, JsonNode data) {
    String status() {
      return data.get("status").asString();
    }
  }

  private Listener(HttpResponse<InputStream> response) {
    this.response = response;
  }

  static Listener to(Api api, String token, UUID id, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(api.url() + "/v1/imports/" + id + "/events"))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    var listener = new Listener(Http.client().send(request.build(), BodyHandlers.ofInputStream()));
    listener.reader.start();
    return listener;
  }

  int status() {
    return response.statusCode();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  List<Event> events() {
    return events;
  }

  List<String> comments() {
    return comments;
  }

  boolean over() {
    return !reader.isAlive();
  }

  private void read() {
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String id = "";
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          events.add(new Event(Instant.now(), id, JSON.readTree(line.substring(6))));
        } else if (line.startsWith(":")) {
          comments.add(line);
        }
      }
    } catch (IOException closed) {
      // The end of the stream, by whichever side.
    }
  }

  @Override
  public void close() throws IOException {
    response.body().close();
  }
}
