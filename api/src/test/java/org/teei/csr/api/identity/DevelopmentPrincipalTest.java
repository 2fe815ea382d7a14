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
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class DevelopmentPrincipalTest {

  @Test
  void aPageOfAnotherOriginIsRefused() {
    var answer = new Http(Api.shared()).get("/v1/imports", "Sec-Fetch-Site", "cross-site");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.problem()).isEqualTo("identity/not-local");
  }

  @Test
  void aNameThatOnlyResolvesToThisMachineIsRefused() throws IOException {
    assertThat(raw(Api.shared(), InetAddress.getLoopbackAddress(), "evil.example"))
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
      assertThat(raw(api, outward.get(), "localhost"))
          .startsWith("HTTP/1.1 403")
          .contains("/problems/identity/not-local");
    }
  }

  private static String raw(Api api, InetAddress address, String host) throws IOException {
    try (var socket = new Socket(address, api.port())) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              ("GET /v1/imports HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
