package org.teei.csr.activities.shared;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.schema.operations.Lease;
import org.teei.csr.schema.operations.Leases;

/**
 * An endless loop of which one process at a time runs the passes, on a thread of its own. It
 * outlives every failure of a pass, errors of the machine included: it waits longer and longer, at
 * most five seconds, and tries again.
 *
 * <p>Meters, tagged with the loop's name: {@code csr.loop.runs} times the passes by outcome; {@code
 * csr.loop.lag} is the time in seconds since the loop last left nothing undone, not a number while
 * another process holds the lease.
 */
public final class LeasedLoop implements AutoCloseable {

  /** One round of work, short enough to end within some seconds. */
  @FunctionalInterface
  public interface Pass {
    /**
     * Does what is there to do.
     *
     * @return whether more waits, so that the next pass follows at once
     */
    boolean run(Hold hold) throws Exception;
  }

  /** The right to run, for the time of a pass. */
  public interface Hold {
    /** Goes with each write that a later holder must be able to refuse. */
    long fencing();

    /**
     * Prolongs the lease when that is due; to be called between the steps of a longer pass.
     *
     * @throws LeaseLostException if another process has taken over
     */
    void keep();
  }

  /** Another process runs the loop now. */
  public static final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException(String loop) {
      super("Another process runs " + loop);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(LeasedLoop.class);
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration RENEWAL = Duration.ofSeconds(3);
  private static final Duration CONTENTION = Duration.ofSeconds(2);
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

  private final String name;
  private final String holder;
  private final Duration pause;
  private final Leases leases;
  private final Pass pass;
  private final Timer done;
  private final Timer failed;
  private final Thread thread;

  private final CountDownLatch stop = new CountDownLatch(1);

  private volatile @Nullable Lease lease;
  private volatile Instant nothingWaited = Instant.now();
  private Instant renewed = Instant.EPOCH;

  /**
   * @param name of the lease and in meters
   * @param holder this process
   * @param pause between passes when nothing waits
   */
  public LeasedLoop(
      String name, String holder, Duration pause, Leases leases, MeterRegistry meters, Pass pass) {
    this.name = name;
    this.holder = holder;
    this.pause = pause;
    this.leases = leases;
    this.pass = pass;
    this.done = timer(meters, "done");
    this.failed = timer(meters, "failed");
    this.thread = Thread.ofPlatform().daemon().name("loop-" + name).unstarted(this::run);
    Gauge.builder("csr.loop.lag", this, LeasedLoop::lag)
        .description("Time since the loop last left nothing undone")
        .baseUnit("seconds")
        .tag("loop", name)
        .register(meters);
  }

  public String name() {
    return name;
  }

  public void start() {
    thread.start();
  }

  /** Whether this process runs the passes now. */
  public boolean held() {
    return lease != null;
  }

  /** Lets the current pass end, gives the lease back and returns when all is done. */
  @Override
  public void close() throws InterruptedException {
    stop.countDown();
    if (thread.getState() != Thread.State.NEW && !thread.join(LEASE)) {
      thread.interrupt();
      thread.join(LEASE);
    }
  }

  private void run() {
    int failures = 0;
    Duration delay = Duration.ZERO;
    try {
      while (!stop.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          delay = round();
          failures = 0;
        } catch (LeaseLostException e) {
          LOG.info("{}", e.getMessage());
          lease = null;
          delay = CONTENTION;
        } catch (InterruptedException e) {
          throw e;
        } catch (Throwable e) {
          delay = delayAfter(failures);
          failures++;
          report(failures, e);
        }
      }
    } catch (InterruptedException e) {
      LOG.info("{} was interrupted", name);
    }
    giveBack();
  }

  /** One pass if the lease is ours; gives the time to wait before the next. */
  private Duration round() throws Exception {
    if (!hold()) {
      return CONTENTION;
    }
    long start = System.nanoTime();
    boolean succeeded = false;
    try {
      boolean more = pass.run(new Holding());
      succeeded = true;
      if (more) {
        return Duration.ZERO;
      }
      nothingWaited = Instant.now();
      return pause;
    } finally {
      (succeeded ? done : failed).record(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private boolean hold() {
    if (lease != null) {
      return renew();
    }
    Optional<Lease> taken = leases.acquire(name, holder, LEASE);
    taken.ifPresent(ignored -> nothingWaited = Instant.now());
    remember(taken);
    return taken.isPresent();
  }

  private boolean renew() {
    Lease held = lease;
    if (held != null && renewed.plus(RENEWAL).isBefore(Instant.now())) {
      remember(leases.renew(held, LEASE));
    }
    return lease != null;
  }

  private void remember(Optional<Lease> current) {
    renewed = Instant.now();
    lease = current.orElse(null);
  }

  private static Duration delayAfter(int failures) {
    Duration delay = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures, 10));
    return delay.compareTo(LONGEST_BACK_OFF) < 0 ? delay : LONGEST_BACK_OFF;
  }

  private void report(int failures, Throwable e) {
    if (Integer.bitCount(failures) == 1) {
      LOG.warn("{} failed {} times in a row, last by {}", name, failures, causes(e));
    }
    LOG.debug("{} failed", name, e);
  }

  /** The types in a chain of causes, for the log: the texts of exceptions may quote data. */
  public static String causes(Throwable e) {
    var names = new StringBuilder(e.getClass().getSimpleName());
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      names.append(" < ").append(cause.getClass().getSimpleName());
    }
    return names.toString();
  }

  private void giveBack() {
    Lease held = lease;
    lease = null;
    if (held != null) {
      try {
        leases.release(held);
      } catch (RuntimeException e) {
        LOG.info("The lease of {} runs out by itself", name);
      }
    }
  }

  private double lag() {
    return held() ? Duration.between(nothingWaited, Instant.now()).toMillis() / 1000.0 : Double.NaN;
  }

  private Timer timer(MeterRegistry meters, String outcome) {
    return Timer.builder("csr.loop.runs")
        .description("Passes of the endless loops")
        .tag("loop", name)
        .tag("outcome", outcome)
        .register(meters);
  }

  private final class Holding implements Hold {
    @Override
    public long fencing() {
      Lease held = lease;
      if (held == null) {
        throw new LeaseLostException(name);
      }
      return held.fencing();
    }

    @Override
    public void keep() {
      if (!renew()) {
        throw new LeaseLostException(name);
      }
    }
  }
}
