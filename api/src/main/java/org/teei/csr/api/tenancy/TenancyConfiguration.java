package org.teei.csr.api.tenancy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.api.shared.PlatformSettings;
import org.teei.csr.schema.tenancy.Migrations;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

@Configuration(proxyBeanMethods = false)
class TenancyConfiguration {
  /** A request is a few statements on indexes. */
  private static final Duration REQUEST = Duration.ofMinutes(1);

  /** A migration may build an index on all that there is. */
  private static final Duration MIGRATION = Duration.ofHours(2);

  private static final int SYSTEM_CONNECTIONS = 4;

  @Bean
  DataSource dataSource(DatabaseSettings settings, PlatformSettings platform) {
    settings.requireSecrets(platform);
    if (settings.owner().present()) {
      Migrations.migrate(
          PostgresConnections.to(settings.url(), settings.owner().login(), MIGRATION));
    }
    var pool = new HikariConfig();
    pool.setPoolName("api");
    pool.setDataSource(PostgresConnections.to(settings.url(), settings.api(), REQUEST));
    return new OrderedConnections(new HikariDataSource(pool));
  }

  @Bean
  Tenancy tenancy(DataSource dataSource) {
    return new Tenancy(dataSource);
  }

  /**
   * Finds out whose a token or key is, and shows headers of all tenants to the platform's staff.
   */
  @Bean
  SystemView systemView(DatabaseSettings settings, DataSource migrated) {
    var pool = new HikariConfig();
    pool.setPoolName("system");
    pool.setMaximumPoolSize(SYSTEM_CONNECTIONS);
    pool.setDataSource(PostgresConnections.to(settings.url(), settings.system(), REQUEST));
    return new SystemView(new OrderedConnections(new HikariDataSource(pool)));
  }
}
