package org.teei.csr.activities.shared;

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

  /**
   * @param heartbeat called from a thread of its own; what it throws ends the beating only
   */
  public Pulse(Runnable heartbeat) {
    Thread.ofVirtual().name("pulse").start(() -> beat(heartbeat));
  }

  private void beat(Runnable heartbeat) {
    try {
      while (!stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
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
