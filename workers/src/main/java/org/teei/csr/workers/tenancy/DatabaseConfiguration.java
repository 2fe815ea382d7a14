package org.teei.csr.workers.tenancy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workers.tenancy.DatabaseProperties.Login;

/** A pool per role. A pool does not need the database to be there when the process starts. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  @Bean
  @Primary
  HikariDataSource worker(DatabaseProperties database) {
    return pool("worker", database.url(), database.worker(), 20);
  }

  @Bean
  HikariDataSource system(DatabaseProperties database) {
    return pool("system", database.url(), database.system(), 4);
  }

  @Bean
  Tenancy tenancy(HikariDataSource worker) {
    return new Tenancy(worker);
  }

  @Bean
  SystemView systemView(@Qualifier("system") HikariDataSource system) {
    return new SystemView(system);
  }

  static HikariDataSource pool(String name, String url, @Nullable Login login, int size) {
    var pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setJdbcUrl(url);
    if (login != null) {
      pool.setUsername(login.username());
      pool.setPassword(login.password());
    }
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(Math.min(2, size));
    pool.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
    pool.setInitializationFailTimeout(-1);
    pool.addDataSourceProperty("reWriteBatchedInserts", "true");
    pool.addDataSourceProperty("ApplicationName", "csr-workers-" + name);
    return new HikariDataSource(pool);
  }
}
