package org.teei.csr.api.identity;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An operation as the running application describes it, and requests that fit the description.
 *
 * @param permission that it requires; null for an open one
 */
record Described(String method, String path, @Nullable String permission, JsonNode node) {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final String PIECE = "application/offset+octet-stream";
  private static final String JSON_BODY = "/requestBody/content/application~1json";

  /** Not the machine that the application runs on, to which development opens more. */
  static final String ELSEWHERE = "csr.example.org";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static List<Described> all(Api api) {
    var document = new Http(api, "").get("/openapi.json").json();
    return document
        .get("paths")
        .propertyStream()
        .flatMap(path ->
            path.getValue()
                .propertyStream()
                .filter(method -> METHODS.contains(method.getKey()))
                .map(method -> of(document, path.getKey(), method.getKey(), method.getValue())))
        .toList();
  }

  private static Described of(JsonNode document, String path, String method, JsonNode node) {
    var permission = node.get("x-permission");
    return new Described(
        method.toUpperCase(Locale.ROOT),
        path,
        permission == null ? null : permission.asString(),
        ((ObjectNode) resolved(document, node)));
  }

  /** With what is referred to in its place. */
  private static JsonNode resolved(JsonNode document, JsonNode node) {
    if (node.has("$ref")) {
      return resolved(document, document.at(node.get("$ref").asString().substring(1)));
    }
    if (node.isObject()) {
      var copy = NODES.objectNode();
      node.propertyStream()
          .filter(member -> !member.getKey().equals("responses"))
          .forEach(member -> copy.set(member.getKey(), resolved(document, member.getValue())));
      return copy;
    }
    if (node.isArray()) {
      var copy = NODES.arrayNode();
      node.forEach(element -> copy.add(resolved(document, element)));
      return copy;
    }
    return node;
  }

  boolean guarded() {
    return permission != null;
  }

  /** A body that fits, where the operation takes JSON with members of its own. */
  Optional<ObjectNode> json() {
    var schema = node.at(JSON_BODY + "/schema");
    return schema.has("properties") ? Optional.of((ObjectNode) sample(schema)) : Optional.empty();
  }

  /** Sends it with a body that fits. */
  Http.Answer send(Http http, String address) {
    return json()
        .map(body -> send(http, address, body))
        .orElseGet(() -> {
          var csv = node.at("/requestBody/content/text~1csv/example");
          if (!node.at(JSON_BODY).isMissingNode()) {
            return send(http, address, NODES.objectNode());
          }
          if (!node.at("/requestBody/content/" + PIECE.replace("/", "~1")).isMissingNode()) {
            return send(http, address, BodyPublishers.noBody(), PIECE);
          }
          return csv.isMissingNode()
              ? send(http, address, BodyPublishers.noBody(), null)
              : send(http, address, BodyPublishers.ofString(csv.asString()), "text/csv");
        });
  }

  Http.Answer send(Http http, String address, JsonNode body) {
    return send(
        http, address, BodyPublishers.ofString(JSON.writeValueAsString(body)), "application/json");
  }

  private Http.Answer send(
      Http http, String address, BodyPublisher body, @Nullable String contentType) {
    var headers = new ArrayList<>(List.of("Host", ELSEWHERE));
    if (contentType != null) {
      headers.addAll(List.of("Content-Type", contentType));
    }
    if (parameters("header").anyMatch(one -> one.get("name").asString().equals("If-Match"))) {
      headers.addAll(List.of("If-Match", "\"1\""));
    }
    parameters("header")
        .filter(parameter -> parameter.path("required").asBoolean(false))
        .forEach(parameter ->
            headers.addAll(
                List.of(parameter.get("name").asString(), parameter.get("example").asString())));
    return http.send(method, address + query(), body, headers.toArray(String[]::new));
  }

  /** The parameters without which the operation does nothing. */
  private String query() {
    var required =
        parameters("query")
            .filter(parameter -> parameter.path("required").asBoolean(false))
            .map(parameter ->
                parameter.get("name").asString() + "=" + sample(parameter.get("schema")).asString())
            .toList();
    return required.isEmpty() ? "" : "?" + String.join("&", required);
  }

  private Stream<JsonNode> parameters(String place) {
    return node.has("parameters")
        ? node.get("parameters")
            .valueStream()
            .filter(parameter -> parameter.get("in").asString().equals(place))
        : Stream.empty();
  }

  private static JsonNode sample(JsonNode schema) {
    if (schema.has("example")) {
      var example = schema.get("example");
      return example.isString() && !type(schema).equals("string")
          ? JSON.readTree(example.asString())
          : example;
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(0);
    }
    return switch (type(schema)) {
      case "object" -> {
        var object = NODES.objectNode();
        schema
            .path("properties")
            .propertyStream()
            .forEach(member -> object.set(member.getKey(), sample(member.getValue())));
        yield object;
      }
      case "array" -> NODES.arrayNode().add(sample(schema.get("items")));
      case "integer", "number" -> NODES.numberNode(1);
      case "boolean" -> NODES.booleanNode(false);
      default -> NODES.stringNode(text(schema.path("format").asString("")));
    };
  }

  /** Since OpenAPI 3.1 the type may be a list, where null is allowed. */
  private static String type(JsonNode schema) {
    var type = schema.path("type");
    return type.isArray() ? type.get(0).asString() : type.asString("string");
  }

  private static String text(String format) {
    return switch (format) {
      case "uuid" -> "0198c0de-0000-7000-8000-000000000000";
      case "date-time" -> "2099-01-01T00:00:00Z";
      case "date" -> "2099-01-01";
      case "uri" -> "https://example.org/";
      default -> "words";
    };
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
