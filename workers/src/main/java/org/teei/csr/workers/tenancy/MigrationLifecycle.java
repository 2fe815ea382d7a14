package org.teei.csr.workers.tenancy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.teei.csr.schema.tenancy.Migrations;
import org.teei.csr.workers.shared.Phases;
import org.teei.csr.workers.tenancy.DatabaseProperties.Login;

/**
 * Brings the database to the newest version, where this process was given the owner's login. While
 * PostgreSQL is away it tries again every two seconds; the process is not ready before.
 */
@Component("migrations")
final class MigrationLifecycle implements SmartLifecycle, HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationLifecycle.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final DatabaseProperties database;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile boolean done;
  private @Nullable Thread thread;

  MigrationLifecycle(DatabaseProperties database) {
    this.database = database;
  }

  @Override
  public void start() {
    Login owner = database.owner();
    if (owner == null) {
      done = true;
      return;
    }
    thread = Thread.ofVirtual().name("migrations").start(() -> migrate(owner));
  }

  private void migrate(Login owner) {
    try {
      do {
        try (var pool =
            DatabaseConfiguration.pool(
                "owner", database.url(), owner, 2, DatabaseConfiguration.MIGRATION)) {
          LOG.info("{} migrations applied", Migrations.migrate(pool));
          done = true;
        } catch (RuntimeException e) {
          LOG.warn("The database cannot be migrated yet: {}", e.getClass().getSimpleName());
          LOG.debug("Migration failed", e);
        }
      } while (!done && !stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.info("Migration was interrupted");
    }
  }

  @Override
  public Health health() {
    return done ? Health.up().build() : Health.down().build();
  }

  @Override
  public void stop() {
    stop.countDown();
    Thread migrating = thread;
    thread = null;
    if (migrating != null) {
      try {
        migrating.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  @Override
  public int getPhase() {
    return Phases.MIGRATIONS;
  }
}
