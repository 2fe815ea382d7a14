package org.teei.csr.api.problems;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class ProblemsTest {
  private static final String SEARCH = "/v1/profile/search";

  private final Api api = Api.shared();
  private final Http http = new Http(api);

  static Stream<ProblemKind> catalogue() {
    return Api.shared().bean(ProblemCatalogue.class).all().stream();
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void eachProblemExplainsItself(ProblemKind kind) {
    var entry = http.get(kind.type().toString());

    assertThat(entry.status()).isEqualTo(200);
    assertThat(entry.json().get("status").asInt()).isBetween(400, 599);
    assertThat(entry.json().get("title").asString()).isNotBlank();
    assertThat(entry.json().get("remedy").asString()).isNotBlank();
    assertThat(kind.code()).matches(code -> code.equals(code.toLowerCase(Locale.ROOT)));
    assertThat(http.get(kind.type().toString(), "Accept", "text/html").text()).contains("<h1>");
  }

  @Test
  void theCatalogueListsEachProblemOnce() {
    var types = http.get("/problems").json().findValuesAsString("type");

    assertThat(types).doesNotHaveDuplicates().hasSizeGreaterThan(30);
  }

  @Test
  void anUnknownProblemIsNotFound() {
    assertThat(http.get("/problems/imports/none").problem()).isEqualTo("shared/not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v1", "/v1/nothing", "/error", "/v2/imports", "/actuator", "/health/x/y"})
  void anAddressThatLeadsNowhereIsNotFound(String path) {
    assertThat(http.get(path).problem()).isEqualTo("shared/not-found");
  }

  @Test
  void anotherMethodIsNotAllowedAndTheAllowedOnesAreNamed() {
    var answer = http.send("PATCH", "/v1/imports", BodyPublishers.ofString("{}"));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.problem()).isEqualTo("shared/method-not-allowed");
    assertThat(answer.header("allow").orElseThrow()).contains("GET");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/imports, application/xml",
    "/v1/imports, text/csv",
    "/problems/shared/not-found, image/png"
  })
  void aRepresentationThatThereIsNotIsNotAcceptable(String path, String accept) {
    assertThat(http.get(path, "Accept", accept).problem()).isEqualTo("shared/not-acceptable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "nonsense",
        "{\"email\":\"a@b.c\"}{}",
        "{\"email\":\"a@b.c\",\"email\":\"c@d.e\"}",
        "{\"email\":\"a@b.c\",\"tenant\":\"other\"}",
        "{\"email\":{\"$ne\":1}}",
        "{\"email\":\"\\ud800\"",
        "{\"email\":1e999999999"
      })
  void aBodyThatIsNotTheExpectedJsonIsRefused(String json) {
    var answer = http.post(SEARCH, json);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).startsWith("shared/");
    assertThat(answer.text()).doesNotContain("a@b.c").doesNotContain("other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/operations/parked?stage=a%00b",
        "/v1/operations/parked?tenant=%00",
        "/v1/operations/parked-events?consumer=%00",
        "/v1/audit?actor=%00"
      })
  void aParameterWithANulIsRefused(String path) {
    assertThat(http.get(path).problem()).isEqualTo("shared/invalid-parameter");
  }

  @Test
  void aTextWithANulIsRefused() {
    var answer =
        http.post(
            "/v1/operations/parked/resolve", "{\"action\":\"RETRY\",\"reason\":\"a\\u0000b\"}");

    assertThat(answer.problem()).isEqualTo("shared/malformed-json");
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("/reason");
  }

  @Test
  void aMemberThatIsNotDocumentedIsNamed() {
    var answer = http.post(SEARCH, "{\"email\":\"a@b.c\",\"tenant\":\"other\"}");

    assertThat(answer.json().at("/errors/0/code").asString()).isEqualTo("unknown-member");
    assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("/tenant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jane@example.org", "Jane Doe", "Müller", "a/b"})
  void aMemberWhoseNameMayBeDataIsNotRepeated(String name) {
    var answer = http.post(SEARCH, "{\"email\":\"a@b.c\",\"" + name + "\":1}");

    assertThat(answer.json().at("/errors/0/code").asString()).isEqualTo("unknown-member");
    assertThat(answer.text()).doesNotContain(name);
  }

  @Test
  void deeplyNestedJsonIsRefused() {
    assertThat(http.post(SEARCH, "{\"email\":" + "[".repeat(10_000)).problem())
        .isEqualTo("shared/malformed-json");
  }

  @Test
  void aValueThatBreaksARuleIsNamedByPointerAndNotRepeated() {
    var answer = http.post(SEARCH, "{\"email\":\"" + "x".repeat(300) + "\"}");

    assertThat(answer.problem()).isEqualTo("shared/invalid-body");
    assertThat(answer.json().get("errors").get(0).get("pointer").asString()).isEqualTo("/email");
    assertThat(answer.text()).doesNotContain("xxx");
  }

  @Test
  void aLargeBodyIsRefused() {
    var answer = http.post(SEARCH, "{\"email\":\"" + "x".repeat(70_000) + "\"}");

    assertThat(answer.problem()).isEqualTo("shared/payload-too-large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/import/../profile/search",
        "/v1/import/%2e%2e/profile/search",
        "/v1/import/;x=y/../../profile/search",
        "/codec/../v1/profile/search",
        "//v1/import/sessions",
        "/v1//import/sessions",
        "/v1/import;x=y/sessions",
        "/v1/impor%74/sessions"
      })
  void anotherSpellingOfAnAddressLeadsPastNoLimit(String path) throws IOException {
    assertThat(
            raw(
                "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        .formatted(path)
                    + "Content-Length: 70000\r\n\r\n"
                    + "x".repeat(70_000)))
        .startsWith("HTTP/1.1 400")
        .contains("/problems/shared/bad-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"//health/x/y", "/./health/x/y", "/health/x/%2e/y", "/health;a/x/y"})
  void anotherSpellingOfAHealthAddressIsRefused(String path) throws IOException {
    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void aLargeBodyWithoutLengthIsRefused() {
    var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[200_000]));

    assertThat(http.send("POST", SEARCH, body, "Content-Type", "application/json").status())
        .isIn(400, 413);
  }

  @Test
  void aBodyOfAnotherTypeIsNotSupported() {
    var body = BodyPublishers.ofString("email=a@b.c");

    assertThat(
            http.send("POST", SEARCH, body, "Content-Type", "application/x-www-form-urlencoded")
                .problem())
        .isEqualTo("shared/unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/imp{orts HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v1/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v1/..%2f..%2fetc HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /v1/imports HTTP/1.1\r\nHost: local host\r\n\r\n",
        "GET /v1/imports HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: nonsense\r\n\r\n",
        "POST /v1/profile/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n"
      })
  void whatTomcatRefusesIsAProblemToo(String request) throws IOException {
    var answer = raw(request);

    assertThat(answer)
        .matches(text -> text.startsWith("HTTP/1.1 4") || text.startsWith("HTTP/1.1 5"));
    assertThat(answer)
        .contains("application/problem+json")
        .contains("\"type\":\"/problems/shared/");
  }

  @Test
  void aProblemSaysWhereToAskAboutIt() {
    var answer = http.get("/v1/imports/none", "X-Request-Id", "a-request-of-mine");

    var problem = answer.json();
    assertThat(problem.get("requestId").asString()).isEqualTo("a-request-of-mine");
    assertThat(problem.get("traceId").asString()).hasSize(32);
    assertThat(problem.get("instance").asString()).isEqualTo("/v1/imports/none");
    assertThat(problem.get("detail").asString()).isNotBlank();
  }

  @Test
  void aPathWithDataInItIsNotRepeated() {
    assertThat(http.get("/v1/profile/someone%40example.org").text()).doesNotContain("example.org");
  }

  private String raw(String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
