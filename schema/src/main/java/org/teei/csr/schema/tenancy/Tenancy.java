package org.teei.csr.schema.tenancy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in a transaction that sees and accepts the rows of one tenant only. The tenant is set
 * for the transaction, never for the connection, so a pooled connection carries nothing over.
 *
 * <p>Each call takes a connection of its own: calls are not nested. Isolation is READ COMMITTED.
 */
public final class Tenancy {
  private final Transactions transactions;

  /**
   * @param dataSource connects as {@code csr_api} or {@code csr_worker}
   */
  public Tenancy(DataSource dataSource) {
    this.transactions = new Transactions(dataSource);
  }

  /** Runs {@code query} in a read-only transaction. */
  public <T extends @Nullable Object> T read(String tenant, Function<DSLContext, T> query) {
    return run(tenant, true, connection -> query.apply(Transactions.jooq(connection)));
  }

  /**
   * Answers one query, in one round trip where {@link #read} takes three: for what each request
   * asks before it is served. Tenant and query are sent as one message, which PostgreSQL takes as
   * one transaction; were it ever two, the query would see no row of anybody.
   */
  public Result<Record> fetch(String tenant, Select<?> query) {
    requireNamed(tenant);
    return transactions.alone(connection ->
        Transactions.jooq(connection)
            .fetchMany("select set_config('app.tenant', {0}, true); {1}", DSL.val(tenant), query)
            .getLast());
  }

  /** Runs {@code change}; commits when it returns and rolls back when it throws. */
  public <T extends @Nullable Object> T write(String tenant, Function<DSLContext, T> change) {
    return run(tenant, false, connection -> change.apply(Transactions.jooq(connection)));
  }

  /** Like {@link #write} for changes without a result. */
  public void change(String tenant, Consumer<DSLContext> change) {
    write(
        tenant,
        db -> {
          change.accept(db);
          return true;
        });
  }

  /**
   * Like {@link #write} for work that needs the JDBC connection itself, as {@code CopyManager}
   * does.
   */
  public <T extends @Nullable Object> T copy(String tenant, ConnectionFunction<T> work) {
    return run(tenant, false, work);
  }

  private <T extends @Nullable Object> T run(
      String tenant, boolean readOnly, ConnectionFunction<T> work) {
    requireNamed(tenant);
    return transactions.run(
        readOnly,
        connection -> {
          enter(connection, tenant);
          return work.apply(connection);
        });
  }

  private static void requireNamed(String tenant) {
    if (tenant.isBlank()) {
      throw new IllegalArgumentException("A transaction needs a tenant");
    }
  }

  private static void enter(Connection connection, String tenant) throws SQLException {
    try (var statement = connection.prepareStatement("select set_config('app.tenant', ?, true)")) {
      statement.setString(1, tenant);
      statement.execute();
    }
  }
}
