package org.teei.csr.schema.personaldata;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.schema.jooq.Sequences;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Lets a process learn within a second that keys were added or began to encrypt: looks at one
 * figure and reads the keys it knows again when that has grown. While the database or the KMS is
 * away the keys in memory go on working, and the look is repeated.
 */
public final class KeyWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Stands for no tenant; the figure belongs to none. */
  private static final String NO_TENANT = TenantPayloadCodec.PLATFORM;

  private final Tenancy tenancy;
  private final TenantKeys keys;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private long seen = -1;
  private boolean again;

  private KeyWatch(Tenancy tenancy, TenantKeys keys) {
    this.tenancy = tenancy;
    this.keys = keys;
    this.thread = Thread.ofVirtual().name("key-watch").unstarted(this::watch);
  }

  /** Watches until it is closed. */
  public static KeyWatch start(Tenancy tenancy, TenantKeys keys) {
    var watch = new KeyWatch(tenancy, keys);
    watch.thread.start();
    return watch;
  }

  /** Tells all processes, after the transaction that changed a key. */
  static void announce(Tenancy tenancy) {
    tenancy.change(NO_TENANT, db -> db.nextval(Sequences.KEY_CHANGES));
  }

  @Override
  public void close() {
    stop.countDown();
  }

  private void watch() {
    var failures = 0;
    try {
      while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look();
          failures = 0;
        } catch (RuntimeException e) {
          failures++;
          if (Integer.bitCount(failures) == 1) {
            LOG.warn(
                "Keys could not be read again, {} times, last by {}",
                failures,
                e.getClass().getSimpleName());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    long now = tenancy.read(NO_TENANT, KeyWatch::changes);
    if (now != seen || again) {
      keys.known().forEach(keys::refresh);
      // Once more at the next look: a tenant's first keys may just have been on their way.
      again = now != seen;
      seen = now;
    }
  }

  private static long changes(DSLContext db) {
    return db.fetchSingle(
            "select case when is_called then last_value else 0 end from csr.key_changes")
        .get(0, Long.class);
  }
}
