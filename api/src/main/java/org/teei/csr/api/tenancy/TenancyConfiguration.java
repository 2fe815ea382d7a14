package org.teei.csr.api.tenancy;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.api.shared.PlatformSettings;
import org.teei.csr.schema.tenancy.Migrations;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

@Configuration(proxyBeanMethods = false)
class TenancyConfiguration {

  @Bean
  DataSource dataSource(DatabaseSettings settings) {
    if (settings.owner().present()) {
      Migrations.migrate(unpooled(settings.url(), settings.owner().login()));
    }
    var pool =
        DataSourceBuilder.create()
            .type(HikariDataSource.class)
            .url(settings.url())
            .username(settings.api().username())
            .password(settings.api().password())
            .build();
    pool.setPoolName("api");
    return pool;
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
        ? new SystemView(unpooled(settings.url(), settings.system().login()))
        : null;
  }

  private static DataSource unpooled(String url, DatabaseSettings.Login login) {
    var source = new PGSimpleDataSource();
    source.setURL(url);
    source.setUser(login.username());
    source.setPassword(login.password());
    return source;
  }
}
