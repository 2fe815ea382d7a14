package org.teei.csr.api.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A company's provider is asked on the internet and nowhere else. */
class ProviderRequestsTest {
  private final ProviderRequests requests = ProviderRequests.ofCompanies(false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example.org",
        "ftp://login.example.org",
        "file:///etc/passwd",
        "https://user:secret@login.example.org",
        "https:login.example.org",
        "//login.example.org",
        "not an address"
      })
  void onlyEncryptedAddressesAreAllowed(String address) {
    assertThat(requests.allowed(address)).isFalse();
    assertThatThrownBy(() -> requests.metadata(address)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void anEncryptedAddressIsAllowed() {
    assertThat(requests.allowed("https://login.example.org/realms/staff")).isTrue();
  }

  /** Nobody connects to a machine beside this one, however it is spelled. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]"})
  void noAddressOfThisMachineIsConnectedTo(String host) throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      server.setSoTimeout(200);

      assertThatThrownBy(
              () -> requests.metadata("https://" + host + ":" + server.getLocalPort() + "/x"))
          .isInstanceOf(RuntimeException.class);
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "169.254.169.254", "192.168.0.1", "[fd00::1]"})
  void noInternalAddressIsAsked(String host) {
    assertThatThrownBy(() -> requests.metadata("https://" + host + "/x"))
        .hasMessageContaining("Filtered host");
  }
}
