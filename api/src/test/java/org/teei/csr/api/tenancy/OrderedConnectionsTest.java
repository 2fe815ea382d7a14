package org.teei.csr.api.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.teei.csr.schema.tenancy.Database;

class OrderedConnectionsTest {
  private static final int REQUESTS = 20;

  private final OrderedConnections connections = new OrderedConnections(pool());

  private static HikariDataSource pool() {
    var settings = new HikariConfig();
    settings.setDataSource(Database.shared().api());
    settings.setMaximumPoolSize(1);
    settings.setConnectionTimeout(2_000);
    return new HikariDataSource(settings);
  }

  @AfterEach
  void close() {
    connections.close();
  }

  @Test
  void whoAsksAgainWaitsBehindThoseWhoWaitAlready() throws Exception {
    var order = new LinkedBlockingQueue<Integer>();
    List<Future<?>> requests = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try (var _ = connections.getConnection()) {
        for (int request = 0; request < REQUESTS; request++) {
          int number = request;
          requests.add(threads.submit(() -> askTwice(number, order)));
          await()
              .pollInterval(Duration.ofMillis(1))
              .until(() -> connections.waiting() == number + 1);
        }
      }
      for (Future<?> request : requests) {
        request.get();
      }
    }

    List<Integer> numbers = IntStream.range(0, REQUESTS).boxed().toList();
    assertThat(List.copyOf(order).subList(0, REQUESTS)).isEqualTo(numbers);
  }

  private Void askTwice(int number, LinkedBlockingQueue<Integer> order) throws SQLException {
    for (int i = 0; i < 2; i++) {
      try (var connection = connections.getConnection()) {
        order.add(number);
        assertThat(connection.isValid(1)).isTrue();
      }
    }
    return null;
  }

  @Test
  void oneThatIsClosedTwiceIsGivenBackOnce() throws Exception {
    Connection first = connections.getConnection();
    first.close();
    first.close();

    try (var _ = connections.getConnection()) {
      assertThatThrownBy(connections::getConnection)
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasMessage("No connection came free in time");
    }
  }

  @Test
  void whoGetsNoneGivesItsTurnBack() throws Exception {
    try (var unreachable = new OrderedConnections(unreachable())) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(unreachable::getConnection)
            .isInstanceOf(SQLTransientConnectionException.class)
            .hasMessageContaining("unreachable");
      }
    }
  }

  private static HikariDataSource unreachable() {
    var settings = new HikariConfig();
    settings.setPoolName("unreachable");
    settings.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/csr");
    settings.setMaximumPoolSize(1);
    settings.setConnectionTimeout(250);
    settings.setInitializationFailTimeout(-1);
    return new HikariDataSource(settings);
  }

  @Test
  void anErrorOfTheDatabaseIsThrownAsItIs() throws Exception {
    try (var connection = connections.getConnection()) {
      assertThatThrownBy(() -> connection.prepareStatement("select 1 / 0").execute())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
      assertThatThrownBy(() -> connection.setSavepoint("auto-commit"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void theDriversOwnConnectionIsToBeHad() throws Exception {
    try (var connection = connections.getConnection()) {
      assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
    }
  }
}
