package org.teei.csr.api.personaldata;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class CodecTest {
  private static final String PLAIN = CodecController.EXAMPLE;

  private final Http http = new Http(Api.shared());

  @Test
  void payloadsAreEncodedAndDecoded() {
    var encoded = http.post("/codec/encode", PLAIN);
    assertThat(encoded.status()).isEqualTo(200);
    assertThat(encoded.text()).isNotEqualTo(PLAIN);

    var decoded = http.post("/codec/decode", encoded.text(), "X-Namespace", "default");

    assertThat(decoded.json()).isEqualTo(http.post("/codec/decode", PLAIN).json());
    assertThat(decoded.json().get("payloads").get(0).get("data").asString()).isEqualTo("e30=");
  }

  @Test
  void whatIsNoPayloadIsRefused() {
    assertThat(http.post("/codec/decode", "{\"payloads\":[{\"data\":7}]}").problem())
        .isEqualTo("shared/malformed-json");
  }

  @Test
  void thePagesOfTheTemporalUiMayAsk() {
    var answer = preflight("http://localhost:8233");

    assertThat(answer.header("access-control-allow-origin")).contains("http://localhost:8233");
  }

  @Test
  void otherPagesMayNotAsk() {
    var answer = preflight("http://evil.example");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("access-control-allow-origin")).isEmpty();
  }

  private Http.Answer preflight(String origin) {
    return http.send(
        "OPTIONS",
        "/codec/decode",
        BodyPublishers.noBody(),
        "Origin",
        origin,
        "Access-Control-Request-Method",
        "POST",
        "Access-Control-Request-Headers",
        "content-type,x-namespace");
  }
}
