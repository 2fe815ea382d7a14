package org.teei.csr.schema.tenancy;

import static org.teei.csr.schema.jooq.Tables.TENANTS;

import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, without a tenant, which tenant has work, and reads headers of all tenants for the
 * platform's own staff; the work itself goes on in its {@link Tenancy}. Only tables on a tested
 * list are open to it.
 */
public final class SystemView {
  private final Transactions transactions;

  /**
   * @param dataSource connects as {@code csr_system}
   */
  public SystemView(DataSource dataSource) {
    this.transactions = new Transactions(dataSource);
  }

  /** Runs {@code query} in a read-only transaction. */
  public <T extends @Nullable Object> T read(Function<DSLContext, T> query) {
    return transactions.run(true, connection -> query.apply(Transactions.jooq(connection)));
  }

  /** Runs {@code change}; commits when it returns and rolls back when it throws. */
  public <T extends @Nullable Object> T write(Function<DSLContext, T> change) {
    return transactions.run(false, connection -> change.apply(Transactions.jooq(connection)));
  }

  /** Ids of all tenants in order. */
  public List<String> tenants() {
    return read(db ->
        db.select(TENANTS.TENANT_ID)
            .from(TENANTS)
            .orderBy(TENANTS.TENANT_ID)
            .fetch(TENANTS.TENANT_ID));
  }

  /** Adds a tenant unless there is one of this id. */
  public void addTenant(String tenant, String name) {
    write(db ->
        db.insertInto(TENANTS)
            .columns(TENANTS.TENANT_ID, TENANTS.NAME)
            .values(tenant, name)
            .onConflictDoNothing()
            .execute());
  }
}
