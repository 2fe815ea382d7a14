package org.teei.csr.activities.events;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The connection to NATS. It is opened when first needed and again when it broke, never behind our
 * back: what was not acknowledged is then sent again from the first such message, so order holds.
 */
public final class NatsLink implements AutoCloseable {
  /** Each failure comes back to the loop that met it, which reports it. */
  private static final ErrorListener SILENT = new ErrorListener() {};

  private final String url;
  private @Nullable Connection connection;

  public NatsLink(String url) {
    this.url = url;
  }

  /**
   * @throws IOException if NATS does not answer
   */
  public synchronized Connection connection() throws IOException, InterruptedException {
    if (connection == null || connection.getStatus() != Connection.Status.CONNECTED) {
      close();
      connection =
          Nats.connect(
              new Options.Builder()
                  .server(url)
                  .connectionName("csr-workers")
                  .connectionTimeout(Duration.ofSeconds(2))
                  .noReconnect()
                  .errorListener(SILENT)
                  .build());
    }
    return connection;
  }

  @Override
  public synchronized void close() throws InterruptedException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
