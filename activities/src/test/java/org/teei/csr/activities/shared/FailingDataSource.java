package org.teei.csr.activities.shared;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Lets one commit fail: before it reaches the database, as when the database is gone, or after it,
 * as when only its answer is lost.
 */
public final class FailingDataSource {
  public enum When {
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  private final DataSource real;
  private final When when;
  private final int failing;
  private final AtomicInteger commits = new AtomicInteger();

  /**
   * @param failing number of the commit that fails, from 1
   */
  public FailingDataSource(DataSource real, When when, int failing) {
    this.real = real;
    this.when = when;
    this.failing = failing;
  }

  public boolean failed() {
    return commits.get() >= failing;
  }

  public DataSource dataSource() {
    return proxy(
        DataSource.class,
        real,
        (method, call) ->
            method.equals("getConnection") ? connection((Connection) call.run()) : call.run());
  }

  private Connection connection(Connection connection) {
    return proxy(
        Connection.class,
        connection,
        (method, call) -> {
          if (!method.equals("commit") || commits.incrementAndGet() != failing) {
            return call.run();
          }
          if (when == When.AFTER_COMMIT) {
            call.run();
          }
          throw new SQLException("lost", "08006");
        });
  }

  private interface Call {
    Object run() throws Throwable;
  }

  private interface Interception {
    Object intercept(String method, Call call) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, T target, Interception interception) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                interception.intercept(
                    method.getName(),
                    () -> {
                      try {
                        return method.invoke(target, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    })));
  }
}
