package org.teei.csr.deploy.shared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The API of a running stack. */
public final class ApiClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration SOON = Duration.ofSeconds(60);

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final URI base;
  private final HttpClient http;
  private final @Nullable Bearer bearer;

  /** A stranger, who is answered at open addresses only. */
  public ApiClient(URI base) {
    this(
        base,
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build(),
        null);
  }

  private ApiClient(URI base, HttpClient http, @Nullable Bearer bearer) {
    this.base = base;
    this.http = http;
    this.bearer = bearer;
  }

  /** The same client with a token in each request. */
  public ApiClient signedIn(Bearer tokens) {
    return new ApiClient(base, http, tokens);
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

    /**
     * A problem (RFC 9457) as a person reads it: title, detail and one line for each error; or the
     * one sentence of a refused token (RFC 6749 section 5.2).
     */
    public String problem() {
      var lines = new StringJoiner("\n");
      String otherwise = body.path("error").asText("The API answered " + status + ".");
      String title = body.path("title").asText(body.path("error_description").asText(otherwise));
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
    return send(authorised(address).timeout(SOON));
  }

  public Answer post(URI address, JsonNode json) throws InterruptedException {
    return send(
        authorised(address)
            .timeout(SOON)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json.toString())));
  }

  /** Sends a form with an authorisation of its own instead of a token. */
  public Answer post(URI address, String authorisation, Map<String, String> form)
      throws InterruptedException {
    return send(form(address, form).header("Authorization", authorisation));
  }

  /** Sends a form without any authorisation. */
  public Answer post(URI address, Map<String, String> form) throws InterruptedException {
    return send(form(address, form));
  }

  private static HttpRequest.Builder form(URI address, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(address)
        .timeout(SOON)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Streams a file; memory does not grow with its length. */
  public Answer post(URI address, String contentType, Path file) throws InterruptedException {
    try {
      return send(
          authorised(address)
              .header("Content-Type", contentType)
              .POST(BodyPublishers.ofFile(file)));
    } catch (FileNotFoundException e) {
      throw new CsrFailure("There is no readable file " + file + ".", e);
    }
  }

  /**
   * Writes a file that is answered, for its owner alone: it holds what the API shows to few.
   *
   * @return without a body where it is written
   */
  public Answer download(URI address, Path file) throws InterruptedException {
    try {
      HttpResponse<InputStream> response =
          http.send(authorised(address).build(), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          return new Answer(
              response.statusCode(),
              Optional.empty(),
              parse(new String(body.readAllBytes(), StandardCharsets.UTF_8)));
        }
        Files.deleteIfExists(file);
        try (var out =
            Channels.newOutputStream(
                Files.newByteChannel(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    OWNER_ONLY))) {
          body.transferTo(out);
        }
      }
      return new Answer(200, Optional.empty(), MissingNode.getInstance());
    } catch (IOException e) {
      throw new CsrFailure("The answer of " + address + " cannot be written to " + file + ".", e);
    }
  }

  private HttpRequest.Builder authorised(URI address) throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    return bearer == null ? request : request.header("Authorization", "Bearer " + bearer.token());
  }

  private Answer send(HttpRequest.Builder request) throws InterruptedException {
    try {
      HttpResponse<String> response =
          http.send(request.header("Accept", "application/json").build(), BodyHandlers.ofString());
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
