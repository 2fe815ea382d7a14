package org.teei.csr.workers.tenancy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workers.shared.PlatformProperties;
import org.teei.csr.workers.tenancy.DatabaseProperties.Login;

/** A pool per role. A pool does not need the database to be there when the process starts. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
  /** A migration may build an index on all that there is. */
  static final Duration MIGRATION = Duration.ofHours(2);

  /** Longer than a step on many rows may last, which is one statement at times. */
  private static final Duration STEP = Duration.ofMinutes(65);

  private static final Duration GLANCE = Duration.ofMinutes(1);

  @Bean
  @Primary
  HikariDataSource worker(DatabaseProperties database, PlatformProperties platform) {
    database.requireSecrets(platform);
    return pool("worker", database.url(), database.worker(), 20, STEP);
  }

  @Bean
  HikariDataSource system(DatabaseProperties database) {
    return pool("system", database.url(), database.system(), 4, GLANCE);
  }

  @Bean
  Tenancy tenancy(HikariDataSource worker) {
    return new Tenancy(worker);
  }

  @Bean
  SystemView systemView(@Qualifier("system") HikariDataSource system) {
    return new SystemView(system);
  }

  /**
   * @param patience longer than any statement on this pool; then the server is given up
   */
  static HikariDataSource pool(
      String name, String url, @Nullable Login login, int size, Duration patience) {
    var pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setDataSource(connections(name, url, login, patience));
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(Math.min(2, size));
    pool.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
    pool.setInitializationFailTimeout(-1);
    return new HikariDataSource(pool);
  }

  /** What is set here holds whatever the address says. */
  private static PGSimpleDataSource connections(
      String name, String url, @Nullable Login login, Duration patience) {
    var source = new PGSimpleDataSource();
    source.setURL(url);
    if (login != null) {
      source.setUser(login.username());
      source.setPassword(login.password());
    }
    source.setApplicationName("csr-workers-" + name);
    source.setReWriteBatchedInserts(true);
    source.setSocketTimeout((int) patience.toSeconds());
    source.setTcpKeepAlive(true);
    // The details of a server's errors quote the values of rows.
    source.setLogServerErrorDetail(false);
    return source;
  }
}
