package org.teei.csr.api.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class OpenApiDocumentTest {
  private static final JsonNode DOCUMENT = new Http(Api.shared()).get("/openapi.json").json();

  static Stream<String> operations() {
    return documented().stream();
  }

  @Test
  void theDocumentIsOpenApi31() {
    assertThat(DOCUMENT.get("openapi").asString()).startsWith("3.1");
  }

  @Test
  void theDocumentHasExactlyTheRoutesOfTheApplication() {
    assertThat(documented()).isEqualTo(Routes.of(Api.shared()));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void eachOperationDescribesItsAnswers(String operation) {
    var node = node(operation);

    assertThat(node.get("summary").asString()).isNotBlank();
    assertThat(node.get("responses").get("default").get("content").has("application/problem+json"))
        .isTrue();
    assertThat(
            node.get("responses")
                .propertyStream()
                .filter(response -> response.getKey().startsWith("2"))
                .filter(response -> !response.getKey().equals("204"))
                .allMatch(response -> hasSchema(response.getValue())))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void eachBodyHasASchema(String operation) {
    var body = node(operation).get("requestBody");

    assertThat(body == null || hasSchema(body)).isTrue();
  }

  @Test
  void whatIsLimitedIsDescribedAsItIsAnswered() {
    var answered =
        new Http(Api.shared())
            .get("/v1/imports").response().headers().map().keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).contains("ratelimit"))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();

    for (var status : List.of("200", "403", "429")) {
      assertThat(
              node("GET /v1/imports")
                  .at("/responses/" + status + "/headers")
                  .propertyStream()
                  .map(header -> header.getKey().toLowerCase(Locale.ROOT)))
          .containsAll(answered)
          .hasSizeGreaterThanOrEqualTo(5);
    }
    assertThat(node("GET /v1/imports").at("/responses/429/headers").has("Retry-After")).isTrue();
    assertThat(node("GET /auth/jwks").at("/responses/200/headers").has("RateLimit")).isFalse();
  }

  @Test
  void anUploadAnswers202WithTheImport() {
    var responses = node("POST /v1/import/{kind}").get("responses");

    assertThat(responses.get("202").get("headers").has("Location")).isTrue();
    assertThat(responses.get("202").toString()).contains("#/components/schemas/Import");
  }

  @Test
  void whatIsReadByItsIdHasAnEntityTag() {
    var responses = node("GET /v1/imports/{id}").get("responses");

    assertThat(responses.get("200").get("headers").has("ETag")).isTrue();
    assertThat(responses.has("304")).isTrue();
    var schema = new Http(Api.shared()).get("/v1/import-schemas/sessions/language_session/1.1");
    assertThat(schema.header("etag")).isPresent();
  }

  @Test
  void membersHaveExamples() {
    assertThat(DOCUMENT.get("components").get("schemas").get("Import").toString())
        .contains("\"example\"");
  }

  @Test
  void thePageThatShowsTheDocumentIsThere() {
    var http = new Http(Api.shared());

    var page =
        http.get(
            http.get("/docs").header("location").orElseThrow().replace(Api.shared().url(), ""));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("swagger");
  }

  private static boolean hasSchema(JsonNode described) {
    var content = described.get("content");
    return content != null
        && content.propertyStream().allMatch(type -> type.getValue().has("schema"));
  }

  private static JsonNode node(String operation) {
    var parts = operation.split(" ");
    return DOCUMENT.get("paths").get(parts[1]).get(parts[0].toLowerCase(Locale.ROOT));
  }

  private static Set<String> documented() {
    return DOCUMENT
        .get("paths")
        .propertyStream()
        .flatMap(path ->
            path.getValue()
                .propertyStream()
                .map(method -> method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
        .filter(operation -> !operation.contains(" /health") && !operation.contains(" /metrics"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
