package org.teei.csr.api.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class DevelopmentPrincipalTest {

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "SAME-ORIGIN", ""})
  void aPageOfAnotherOriginIsRefused(String site) {
    var answer = new Http(Api.shared()).get("/v1/imports", "Sec-Fetch-Site", site);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.problem()).isEqualTo("identity/not-local");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "same-origin"})
  void aPageOfOurOwnAndTheAddressBarAreServed(String site) {
    assertThat(new Http(Api.shared()).get("/v1/imports", "Sec-Fetch-Site", site).status())
        .isEqualTo(200);
  }

  @Test
  void aNameThatOnlyResolvesToThisMachineIsRefused() throws IOException {
    assertThat(evil("/v1/imports"))
        .startsWith("HTTP/1.1 403")
        .contains("/problems/identity/not-local");
  }

  @Test
  void anotherMachineIsRefused() throws IOException {
    var outward =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .findFirst();
    Assumptions.assumeTrue(outward.isPresent(), "this machine has a loopback address only");
    try (var api = Api.with(Map.of("SERVER_ADDRESS", "0.0.0.0"))) {
      assertThat(raw(api, outward.get(), "localhost", "/v1/imports"))
          .startsWith("HTTP/1.1 403")
          .contains("/problems/identity/not-local");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/error", "/healthy"})
  void whatIsNotExactlyAnOpenAddressIsGuarded(String path) throws IOException {
    assertThat(evil(path)).startsWith("HTTP/1.1 403").contains("/problems/identity/not-local");
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
    assertThat(evil(path)).startsWith("HTTP/1.1 400").contains("/problems/shared/bad-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/health/liveness",
        "/metrics",
        "/openapi.json",
        "/openapi.json/swagger-config",
        "/swagger-ui/index.html",
        "/problems",
        "/problems/shared/not-found"
      })
  void anOpenAddressIsServedToAll(String path) throws IOException {
    assertThat(evil(path)).startsWith("HTTP/1.1 200");
  }

  private static String evil(String path) throws IOException {
    return raw(Api.shared(), InetAddress.getLoopbackAddress(), "evil.example", path);
  }

  private static String raw(Api api, InetAddress address, String host, String path)
      throws IOException {
    try (var socket = new Socket(address, api.port())) {
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
