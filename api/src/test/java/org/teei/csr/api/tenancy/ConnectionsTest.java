package org.teei.csr.api.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.teei.csr.api.shared.Api;

class ConnectionsTest {

  @Test
  void anErrorOfTheDatabaseQuotesNoRowWhateverTheAddressSays() throws Exception {
    var value = "feature:f" + UUID.randomUUID();
    var address = Api.shared().database().url();
    try (var api =
        Api.with(
            Map.of(
                "CSR_DATABASE_URL", address + separator(address) + "logServerErrorDetail=true"))) {
      var refused = refusal(api.bean(DataSource.class), value);

      assertThat(refused.getSQLState()).isEqualTo("23505");
      assertThat(refused.getMessage()).isNotBlank().doesNotContain(value);
    }
  }

  @Test
  void aConnectionWhoseServerIsGoneIsGivenUp() throws Exception {
    var pool = Api.shared().bean(DataSource.class);

    assertThat(pool.isWrapperFor(PGSimpleDataSource.class)).isTrue();
    var source = pool.unwrap(PGSimpleDataSource.class);
    assertThat(source.getSocketTimeout()).isPositive();
    assertThat(source.getTcpKeepAlive()).isTrue();
  }

  private static SQLException refusal(DataSource database, String value) throws SQLException {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "insert into csr.drain_switches (scope, reason, actor) values (?, 'x', 'y'), (?, 'x', 'y')")) {
      statement.setString(1, value);
      statement.setString(2, value);
      return catchThrowableOfType(SQLException.class, statement::execute);
    }
  }

  private static char separator(String address) {
    return address.indexOf('?') < 0 ? '?' : '&';
  }
}
