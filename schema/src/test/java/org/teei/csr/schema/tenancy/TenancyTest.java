package org.teei.csr.schema.tenancy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.IMPORT_STAGING;
import static org.teei.csr.schema.jooq.Tables.TENANTS;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.teei.csr.schema.shared.Ids;

class TenancyTest {
  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();
  private final UUID importId = Ids.next();

  @Test
  void copiedRowsAreCommitted() {
    long copied = tenancy.copy(tenant, connection -> copyStaging(connection, 3));

    assertThat(copied).isEqualTo(3);
    assertThat(staged()).isEqualTo(3);
  }

  @Test
  void copiedRowsOfAFailedTransactionAreGone() {
    assertThatThrownBy(() ->
            tenancy.copy(
                tenant,
                connection -> {
                  copyStaging(connection, 3);
                  throw new SQLException("stop");
                }))
        .isInstanceOf(DataAccessException.class)
        .hasRootCauseMessage("stop");

    assertThat(staged()).isZero();
  }

  @Test
  void aCopyRunsInTheTransactionOfItsTenant() {
    String current =
        tenancy.copy(
            tenant,
            connection -> {
              try (var statement = connection.createStatement();
                  var rows = statement.executeQuery("select csr.current_tenant()")) {
                rows.next();
                return rows.getString(1);
              }
            });

    assertThat(current).isEqualTo(tenant);
  }

  @Test
  void aSingleQuerySeesTheRowsOfItsTenantOnly() {
    var other = database.freshTenant();

    assertThat(tenancy.fetch(tenant, DSL.select(TENANTS.TENANT_ID).from(TENANTS)))
        .extracting(row -> row.get(0))
        .containsExactly(tenant);
    assertThat(
            tenancy.fetch(tenant, DSL.selectOne().from(TENANTS).where(TENANTS.TENANT_ID.eq(other))))
        .isEmpty();
  }

  @Test
  void aConnectionThatAnswersSingleQueriesCarriesNothingFromOneTenantToTheNext() {
    var other = database.freshTenant();
    var all = DSL.select(TENANTS.TENANT_ID).from(TENANTS);
    try (var pool = database.newPool("csr_worker", 1)) {
      var single = new Tenancy(pool);

      // More often than the driver needs to have the statement prepared by the server.
      for (var turn = 0; turn < 10; turn++) {
        for (var each : List.of(tenant, other)) {
          assertThat(single.fetch(each, all)).extracting(row -> row.get(0)).containsExactly(each);
        }
      }

      assertThat(DSL.using(pool, SQLDialect.POSTGRES).fetchCount(TENANTS)).isZero();
    }
  }

  @Test
  void theSystemSeesAllTenantsAndAddsOneOnce() {
    var system = new SystemView(database.system());
    var added = "t-" + UUID.randomUUID().toString().substring(0, 8);

    system.addTenant(added, "First name");
    system.addTenant(added, "Second name");

    assertThat(system.tenants()).contains(tenant, added).isSorted();
  }

  @Test
  void noCompanyTakesTheNameOfThePlatform() {
    new SystemView(database.system()).addTenant("platform", "Some company");

    var name =
        tenancy.read(
            "platform", db -> db.select(TENANTS.NAME).from(TENANTS).fetchSingle(TENANTS.NAME));

    assertThat(name).isEqualTo("The platform");
  }

  private long copyStaging(Connection connection, int rows) throws SQLException {
    var lines = new StringBuilder();
    for (var row = 1; row <= rows; row++) {
      lines.append("%s\t%s\t%d\t0\t10%n".formatted(tenant, importId, row));
    }
    try {
      return connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "copy csr.import_staging (tenant_id, import_id, row_number, byte_offset, byte_length) from stdin",
              new ByteArrayInputStream(lines.toString().getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int staged() {
    return tenancy.read(
        tenant, db -> db.fetchCount(IMPORT_STAGING, IMPORT_STAGING.IMPORT_ID.eq(importId)));
  }
}
