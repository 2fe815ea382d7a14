package org.teei.csr.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir Path folder;
  private Ports.Claims claims;
  private Ports.Claims others;

  @AfterEach
  void release() throws IOException {
    for (Ports.Claims held : new Ports.Claims[] {claims, others}) {
      if (held != null) {
        held.release();
      }
    }
  }

  @Test
  void keeps_the_ports_of_the_last_run_where_they_are_free() throws IOException {
    claims = new Ports.Claims(folder);
    var last = new Ports(18_180, 18_181, 15_533, 14_322, 17_333, 18_333, 18_182);
    assertThat(claims.take(last)).isEqualTo(last);
  }

  @Test
  void goes_on_from_the_default_when_a_port_is_taken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      claims = new Ports.Claims(folder);
      var last = new Ports(taken.getLocalPort(), 18_181, 15_533, 14_322, 17_333, 18_333, 18_182);
      int chosen = claims.take(last).api();
      assertThat(chosen).isNotEqualTo(taken.getLocalPort());
      assertThat((chosen - Ports.DEFAULTS.api()) % 100).isZero();
    }
  }

  @Test
  void two_stacks_that_start_at_once_get_different_ports() throws IOException {
    claims = new Ports.Claims(folder);
    others = new Ports.Claims(folder);
    assertThat(all(claims.take(null))).doesNotContainAnyElementsOf(all(others.take(null)));
  }

  @Test
  void a_stack_of_an_older_version_gets_a_port_for_the_simulators() throws IOException {
    claims = new Ports.Claims(folder);
    var last = new Ports(18_180, 18_181, 15_533, 14_322, 17_333, 18_333, 0);
    int chosen = claims.take(last).simulators();
    assertThat(chosen).isGreaterThanOrEqualTo(Ports.DEFAULTS.simulators());
    assertThat((chosen - Ports.DEFAULTS.simulators()) % 100).isZero();
  }

  @Test
  void stays_below_the_ports_of_outgoing_connections() throws IOException {
    claims = new Ports.Claims(folder);
    assertThat(all(claims.take(null))).allMatch(port -> port <= 32_767);
  }

  private static List<Integer> all(Ports ports) {
    return List.of(
        ports.api(),
        ports.worker(),
        ports.postgres(),
        ports.nats(),
        ports.temporal(),
        ports.temporalUi(),
        ports.simulators());
  }
}
