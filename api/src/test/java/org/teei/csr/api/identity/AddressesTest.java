package org.teei.csr.api.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

/** Which addresses serve a stranger: a closed list. */
class AddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/health/liveness",
        "/health/readiness",
        "/openapi.json",
        "/openapi.json/swagger-config",
        "/swagger-ui/index.html",
        "/problems",
        "/problems/shared/not-found",
        "/auth/jwks",
        "/.well-known/jwks.json",
        "/.well-known/oauth-authorization-server"
      })
  void anOpenAddressIsServedToAll(String path) {
    assertThat(stranger().get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics",
        "/v1",
        "/v1/imports",
        "/v1/nothing",
        "/error",
        "/healthy",
        "/nothing",
        "/auth",
        "/oauth2",
        "/oauth2/nothing",
        "/.well-known/nothing"
      })
  void whatIsNotExactlyAnOpenAddressIsGuarded(String path) {
    assertThat(stranger().get(path).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1;x/imports",
        "/;x/v1/imports",
        "/%761/imports",
        "/v1/%69mports",
        "/codec;x/decode",
        "/problems/;/../v1/imports",
        "//v1/imports",
        "/./v1/imports",
        "/docs/../v1/imports",
        "/problems//v1/imports",
        "/v1/import/%2e%2e/imports"
      })
  void anotherSpellingOfAGuardedAddressIsRefused(String path) throws IOException {
    assertThat(raw(path, "localhost"))
        .startsWith("HTTP/1.1 400")
        .contains("/problems/shared/bad-request");
  }

  @Test
  void theCodecServesNoNameThatOnlyResolvesToThisMachine() throws IOException {
    assertThat(raw("/codec/decode", "evil.example"))
        .startsWith("HTTP/1.1 401")
        .contains("/problems/identity/not-signed-in");
  }

  private static Http stranger() {
    return new Http(Api.shared(), "");
  }

  private static String raw(String path, String host) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), Api.shared().port())) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
