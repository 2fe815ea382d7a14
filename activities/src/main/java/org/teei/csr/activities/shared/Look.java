package org.teei.csr.activities.shared;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.schema.tenancy.SystemView;

/**
 * What gauges tell of the database, of all companies together: one look serves them all and counts
 * for 15 seconds. Without one that succeeded they are not numbers: nothing says zero where nobody
 * could look.
 *
 * @param <T> what a look sees
 */
public final class Look<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Look.class);
  private static final Duration FRESH = Duration.ofSeconds(15);

  private final String of;
  private final SystemView system;
  private final Function<DSLContext, T> eyes;
  private final Duration fresh;
  private @Nullable T seen;
  private long lookedAt;

  /**
   * @param of what is looked at, for the log
   */
  public Look(String of, SystemView system, Function<DSLContext, T> eyes) {
    this(of, system, eyes, FRESH);
  }

  /**
   * @param fresh how long a look counts
   */
  public Look(String of, SystemView system, Function<DSLContext, T> eyes, Duration fresh) {
    this.of = of;
    this.system = system;
    this.eyes = eyes;
    this.fresh = fresh;
    this.lookedAt = System.nanoTime() - fresh.toNanos();
  }

  public double told(ToDoubleFunction<T> figure) {
    T now = now();
    return now == null ? Double.NaN : figure.applyAsDouble(now);
  }

  /** A look that failed counts as long as another one: a scrape does not wait for it many times. */
  private synchronized @Nullable T now() {
    if (System.nanoTime() - lookedAt >= fresh.toNanos()) {
      try {
        seen = system.read(eyes::apply);
      } catch (RuntimeException e) {
        LOG.warn("How {} stand could not be seen: {}", of, LeasedLoop.causes(e));
        seen = null;
      }
      lookedAt = System.nanoTime();
    }
    return seen;
  }
}
