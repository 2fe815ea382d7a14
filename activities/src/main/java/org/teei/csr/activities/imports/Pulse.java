package org.teei.csr.activities.imports;

import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Beats while a step waits for the database: one statement over a whole file takes longer than the
 * server waits for a sign of life. A cancellation is left to the step, which either ends at its
 * next border or is one transaction that is worth its end.
 */
final class Pulse implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofSeconds(3);

  private final CountDownLatch stopped = new CountDownLatch(1);

  Pulse(Heartbeat heartbeat) {
    Thread.ofVirtual().name("import-pulse").start(() -> beat(heartbeat));
  }

  private void beat(Heartbeat heartbeat) {
    try {
      while (!stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        heartbeat.beat(null);
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
