package org.teei.csr.activities.shared;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Beats while a step waits for the database: one statement over a whole file or tenant may take
 * longer than the server waits for a sign of life. A cancellation is left to the step, which either
 * ends at its next border or is one transaction that is worth its end.
 */
public final class Pulse implements AutoCloseable {
  public static final Duration INTERVAL = Duration.ofSeconds(3);

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Duration interval;

  /**
   * @param heartbeat called from a thread of its own; what it throws ends the beating only
   */
  public Pulse(Runnable heartbeat) {
    this(heartbeat, INTERVAL);
  }

  Pulse(Runnable heartbeat, Duration interval) {
    this.interval = interval;
    Thread.ofVirtual().name("pulse").start(() -> beat(heartbeat));
  }

  /** The heartbeat of the step that this thread is in, for any thread to call. */
  public static Runnable ofStep() {
    ActivityExecutionContext step = Activity.getExecutionContext();
    return () -> step.heartbeat(null);
  }

  private void beat(Runnable heartbeat) {
    try {
      while (!stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        heartbeat.run();
      }
    } catch (ActivityCompletionException over) {
      stopped.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
  }
}
