package org.teei.csr.api.observability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class HeadersTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Http watcher = Http.as(api, "platform", "system_admin");

  @Test
  void aSoundRequestIdIsEchoed() {
    assertThat(http.get("/v1/imports", "X-Request-Id", "abcdefgh-12345678").header("x-request-id"))
        .contains("abcdefgh-12345678");
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "with space 12345", "${jndi:ldap://x/y}", "a%0d%0ab12345678"})
  void anotherRequestIdIsReplaced(String id) {
    assertThat(http.get("/v1/imports", "X-Request-Id", id).header("x-request-id").orElseThrow())
        .isNotEqualTo(id)
        .hasSize(36);
  }

  @Test
  void aRequestIdWithALineBreakAddsNoHeader() throws IOException {
    var answer =
        raw(
            "GET /v1/imports HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: abcdefgh\r\n"
                + " Set-Cookie: forged=1\r\nConnection: close\r\n\r\n");

    assertThat(answer).doesNotContain("forged");
  }

  @Test
  void everyAnswerHasTheHeadersThatProtectIt() {
    for (var path : new String[] {"/v1/imports", "/v1/imports/none", "/problems", "/health"}) {
      var answer = http.get(path);
      assertThat(answer.header("x-content-type-options")).contains("nosniff");
      assertThat(answer.header("referrer-policy")).contains("no-referrer");
      assertThat(answer.header("x-api-version")).contains("v1");
      assertThat(answer.header("x-request-id")).isPresent();
    }
    assertThat(http.get("/v1/imports").header("cache-control")).contains("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1;x/imports", "/%761/imports", "/v1", "/codec", "//v1/imports"})
  void noSpellingOfAnAddressLetsAnswersBeKept(String path) throws IOException {
    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .contains("Cache-Control: no-store");
  }

  @Test
  void forwardedHeadersAreNotTrusted() {
    var answer =
        http.get(
            "/v1/imports",
            "X-Forwarded-For",
            "203.0.113.7",
            "X-Forwarded-Host",
            "evil.example",
            "Forwarded",
            "for=203.0.113.7;host=evil.example");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).doesNotContain("evil");
  }

  @Test
  void healthIsGoodWithoutTemporalAndSaysSo() {
    var health = http.get("/health");

    assertThat(health.status()).isEqualTo(200);
    assertThat(
            health
                .json()
                .get("components")
                .get("temporal")
                .get("details")
                .get("sentence")
                .asString())
        .startsWith("Temporal cannot be reached");
    assertThat(http.get("/health/liveness").status()).isEqualTo(200);
    assertThat(http.get("/health/readiness").status()).isEqualTo(200);
    assertThat(http.get("/health/startup").status()).isEqualTo(200);
  }

  @Test
  void figuresAreScraped() {
    http.get("/v1/imports");

    assertThat(watcher.get("/metrics").text())
        .contains("http_server_requests_seconds_count")
        .contains("uri=\"/v1/imports\"");
  }

  @Test
  void figuresOfTheTemporalClientAreScraped() {
    http.get("/health");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(watcher.get("/metrics").text())
                .contains("temporal_request_failure_total{")
                .contains("operation=\"GetSystemInfo\""));
  }

  private String raw(String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
