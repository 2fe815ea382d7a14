package org.teei.csr.deploy.shared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;

/** The API of a running stack. */
public final class ApiClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  public ApiClient(URI base) {
    this.base = base;
  }

  /**
   * An answer of the API.
   *
   * @param location absolute address, where the answer names one
   * @param body the JSON body, missing where there is none
   */
  public record Answer(int status, Optional<URI> location, JsonNode body) {
    public boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /** A problem (RFC 9457) as a person reads it: title, detail and one line for each error. */
    public String problem() {
      var lines = new StringJoiner("\n");
      String title = body.path("title").asText("The API answered " + status + ".");
      lines.add(title);
      if (body.hasNonNull("detail") && !body.get("detail").asText().equals(title)) {
        lines.add(body.get("detail").asText());
      }
      for (JsonNode error : body.path("errors")) {
        lines.add("  - " + readable(error));
      }
      if (body.hasNonNull("type")) {
        lines.add("(" + status + ", " + body.get("type").asText() + ")");
      }
      return lines.toString();
    }

    private static String readable(JsonNode error) {
      if (!error.isObject()) {
        return error.asText();
      }
      var members = new StringJoiner(", ");
      error
          .properties()
          .forEach(member -> members.add(member.getKey() + ": " + member.getValue().asText()));
      return members.toString();
    }
  }

  public URI resolve(String path) {
    return base.resolve(path);
  }

  public Answer get(URI address) throws InterruptedException {
    return send(
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(60))
            .header("Accept", "application/json"));
  }

  /** Streams a file; memory does not grow with its length. */
  public Answer post(URI address, String contentType, Path file) throws InterruptedException {
    try {
      return send(
          HttpRequest.newBuilder(address)
              .header("Accept", "application/json")
              .header("Content-Type", contentType)
              .POST(BodyPublishers.ofFile(file)));
    } catch (FileNotFoundException e) {
      throw new CsrFailure("There is no readable file " + file + ".", e);
    }
  }

  private Answer send(HttpRequest.Builder request) throws InterruptedException {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Location").map(response.uri()::resolve),
          parse(response.body()));
    } catch (IOException e) {
      throw new CsrFailure("The API at " + base + " does not answer: " + e, e);
    }
  }

  private static JsonNode parse(String body) {
    try {
      return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
