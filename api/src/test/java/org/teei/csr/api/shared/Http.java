package org.teei.csr.api.shared;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests as any client would send them. */
public final class Http {
  static {
    // Some tests ask by another name than the server's own.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String base;
  private final String token;

  /** The JDK's client, which neither follows redirects nor keeps cookies. */
  public static HttpClient client() {
    return CLIENT;
  }

  /** As an administrator of the company that most tests are about. */
  public Http(Api api) {
    this(api, api.token(Api.TENANT, "company_admin"));
  }

  /**
   * @param token empty to send none
   */
  public Http(Api api, String token) {
    this.base = api.url();
    this.token = token;
  }

  /** As somebody with one role in a company, or in {@code platform}. */
  public static Http as(Api api, String tenant, String role) {
    return new Http(api, api.token(tenant, role));
  }

  /** An answer with its whole body. */
  public record Answer(int status, HttpResponse<byte[]> response) {

    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /** The code of a problem, after checking that the answer has its form. */
    public String problem() {
      if (!header("content-type").orElse("").equals("application/problem+json")) {
        throw new AssertionError("no problem: " + status + " " + text());
      }
      var problem = json();
      if (problem.get("status").asInt() != status || !problem.has("title")) {
        throw new AssertionError("no sound problem: " + text());
      }
      return problem.get("type").asString().substring("/problems/".length());
    }
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  public Answer post(String path, String json, String... headers) {
    return send("POST", path, BodyPublishers.ofString(json), with("application/json", headers));
  }

  /** A post without a body. */
  public Answer post(String path) {
    return send("POST", path, BodyPublishers.noBody());
  }

  public Answer csv(String path, byte[] body, String... headers) {
    return send("POST", path, BodyPublishers.ofByteArray(body), with("text/csv", headers));
  }

  /** A form, with the credentials of a client. */
  public Answer form(String path, String form, String client, String secret) {
    var credentials =
        Base64.getEncoder()
            .encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
    return send(
        "POST",
        path,
        BodyPublishers.ofString(form),
        "Content-Type",
        "application/x-www-form-urlencoded",
        "Authorization",
        "Basic " + credentials);
  }

  /** A multipart body with one part. */
  public Answer multipart(String path, String part, byte[] content, String... headers) {
    return send(
        "POST",
        path,
        BodyPublishers.ofByteArray(Multipart.of(part, content)),
        with("multipart/form-data; boundary=" + Multipart.BOUNDARY, headers));
  }

  public Answer send(String method, String path, BodyPublisher body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!token.isEmpty() && List.of(headers).stream().noneMatch("Authorization"::equals)) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      var response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String[] with(String contentType, String... headers) {
    var all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = contentType;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return all;
  }
}
