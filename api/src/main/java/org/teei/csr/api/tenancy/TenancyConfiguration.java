package org.teei.csr.api.tenancy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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

  @Bean
  DataSource dataSource(DatabaseSettings settings) {
    if (settings.owner().present()) {
      Migrations.migrate(
          PostgresConnections.to(settings.url(), settings.owner().login(), MIGRATION));
    }
    var pool = new HikariConfig();
    pool.setPoolName("api");
    pool.setDataSource(PostgresConnections.to(settings.url(), settings.api(), REQUEST));
    return new HikariDataSource(pool);
  }

  @Bean
  Tenancy tenancy(DataSource dataSource) {
    return new Tenancy(dataSource);
  }

  /** Only to add the tenant of development; absent in production. */
  @Bean
  @Nullable SystemView systemView(
      PlatformSettings platform, DatabaseSettings settings, DataSource migrated) {
    return platform.development() && settings.system().present()
        ? new SystemView(PostgresConnections.to(settings.url(), settings.system().login(), REQUEST))
        : null;
  }
}
