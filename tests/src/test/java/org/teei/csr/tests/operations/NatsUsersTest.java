package org.teei.csr.tests.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StreamInfoOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.LocalStack;

/** NATS of a local stack serves nobody without a password, and its users what they need. */
class NatsUsersTest {
  private static final LocalStack STACK = LocalStack.shared();

  private final String subject = "csr.events.demo.forged" + UUID.randomUUID();

  @Test
  void whoHasNoPasswordIsNotLetIn() {
    assertThatThrownBy(() -> Nats.connect(STACK.status().path("nats").asText()))
        .isInstanceOf(AuthenticationException.class);
  }

  @Test
  void aReaderReadsAndForgesNothing() throws Exception {
    try (var reader = connect("reader")) {
      reader.publish(subject, "{}".getBytes(UTF_8));
      reader.flush(Duration.ofSeconds(5));

      assertThat(reader.jetStreamManagement().getStreamInfo("EVENTS")).isNotNull();
      assertThat(stored(reader)).isZero();
    }
  }

  @Test
  void nobodyThrowsEventsAway() throws Exception {
    for (var user : new String[] {"reader", "worker"}) {
      try (var connection = connect(user)) {
        assertThatThrownBy(() -> connection.jetStreamManagement().deleteStream("EVENTS"))
            .isInstanceOf(IOException.class);
      }
    }
  }

  private long stored(Connection connection) throws Exception {
    return connection
        .jetStreamManagement()
        .getStreamInfo("EVENTS", StreamInfoOptions.filterSubjects(subject))
        .getStreamState()
        .getSubjectMap()
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static Connection connect(String user) throws Exception {
    return Nats.connect(
        Options.builder()
            .server(STACK.nats(user))
            .noReconnect()
            .connectionTimeout(Duration.ofSeconds(5))
            .build());
  }
}
