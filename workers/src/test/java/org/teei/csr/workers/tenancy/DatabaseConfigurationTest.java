package org.teei.csr.workers.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.workers.tenancy.DatabaseProperties.Login;

class DatabaseConfigurationTest {
  private final Database database = Database.shared();
  private HikariDataSource pool;

  @BeforeEach
  void open() {
    var address = database.url();
    var contrary =
        address
            + (address.indexOf('?') < 0 ? '?' : '&')
            + "logServerErrorDetail=true&tcpKeepAlive=false&socketTimeout=0";
    var login = new Login("csr_system", database.password("csr_system"));
    pool = DatabaseConfiguration.pool("test", contrary, login, 2, Duration.ofMinutes(3));
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void anErrorOfTheDatabaseQuotesNoRowWhateverTheAddressSays() throws SQLException {
    var value = "t" + UUID.randomUUID().toString().substring(0, 8);
    try (var connection = pool.getConnection();
        var statement =
            connection.prepareStatement(
                "insert into csr.tenants (tenant_id, name) values (?, 'x'), (?, 'x')")) {
      statement.setString(1, value);
      statement.setString(2, value);

      var refused = catchThrowableOfType(SQLException.class, statement::execute);

      assertThat(refused.getSQLState()).isEqualTo("23505");
      assertThat(refused.getMessage()).isNotBlank().doesNotContain(value);
    }
  }

  @Test
  void aConnectionWhoseServerIsGoneIsGivenUp() throws SQLException {
    var source = pool.unwrap(PGSimpleDataSource.class);

    assertThat(source.getSocketTimeout()).isEqualTo(180);
    assertThat(source.getTcpKeepAlive()).isTrue();
  }
}
