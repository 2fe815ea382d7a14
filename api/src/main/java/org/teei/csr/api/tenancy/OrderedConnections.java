package org.teei.csr.api.tenancy;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The connections of a pool, in the order in which they are asked for. By itself the pool lets who
 * gives one back and asks again at once overtake those who wait, so that of many requests at once,
 * each of which asks a few times, some wait for long.
 */
final class OrderedConnections extends DelegatingDataSource implements AutoCloseable {
  private final HikariDataSource pool;
  private final Semaphore turns;

  OrderedConnections(HikariDataSource pool) {
    super(pool);
    this.pool = pool;
    this.turns = new Semaphore(pool.getMaximumPoolSize(), true);
  }

  @Override
  public Connection getConnection() throws SQLException {
    awaitTurn();
    try {
      return endingTurn(pool.getConnection());
    } catch (SQLException | RuntimeException e) {
      turns.release();
      throw e;
    }
  }

  private void awaitTurn() throws SQLException {
    try {
      if (!turns.tryAcquire(pool.getConnectionTimeout(), TimeUnit.MILLISECONDS)) {
        throw new SQLTransientConnectionException("No connection came free in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("Interrupted while waiting for a connection", e);
    }
  }

  private Connection endingTurn(Connection connection) {
    var ended = new AtomicBoolean();
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                if (method.getName().equals("close") && ended.compareAndSet(false, true)) {
                  turns.release();
                }
              }
            });
  }

  /** How many wait for their turn, about. */
  int waiting() {
    return turns.getQueueLength();
  }

  @Override
  public void close() {
    pool.close();
  }
}
