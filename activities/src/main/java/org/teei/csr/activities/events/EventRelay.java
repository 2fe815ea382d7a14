package org.teei.csr.activities.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.LeasedLoop.Hold;
import org.teei.csr.activities.shared.LeasedLoop.LeaseLostException;
import org.teei.csr.schema.events.OutboxEvent;
import org.teei.csr.schema.events.OutboxReader;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Publishes committed events, per tenant in commit order. The published position moves only when
 * NATS has stored a batch; a batch that is published twice, because the relay died in between or a
 * late one went on, is recognised by its message ids.
 */
public final class EventRelay implements LeasedLoop.Pass {
  public static final String NAME = "event-relay";
  static final int BATCH = 1_000;

  private static final int ACK_SECONDS = 5;

  private final SystemView system;
  private final OutboxReader reader;
  private final NatsLink nats;
  private final Counter published;
  private @Nullable Connection known;

  public EventRelay(SystemView system, Tenancy tenancy, NatsLink nats, MeterRegistry meters) {
    this.system = system;
    this.reader = new OutboxReader(tenancy);
    this.nats = nats;
    this.published =
        Counter.builder("csr.events.published")
            .description("Events that NATS acknowledged")
            .register(meters);
  }

  @Override
  public boolean run(Hold hold) throws Exception {
    List<String> tenants = OutboxReader.tenantsWithEvents(system);
    if (tenants.isEmpty()) {
      return false;
    }
    JetStream stream = stream();
    boolean more = false;
    for (String tenant : tenants) {
      hold.keep();
      List<OutboxEvent> events = reader.next(tenant, BATCH);
      if (events.isEmpty()) {
        continue;
      }
      publish(stream, events);
      if (!reader.published(tenant, events.getLast().position(), hold.fencing())) {
        throw new LeaseLostException(NAME);
      }
      published.increment(events.size());
      more |= events.size() == BATCH;
    }
    return more;
  }

  private JetStream stream() throws IOException, JetStreamApiException, InterruptedException {
    Connection connection = nats.connection();
    if (connection != known) {
      EventStream.ensure(connection);
      known = connection;
    }
    return connection.jetStream();
  }

  /** Sends all, then waits for all. On failure the connection goes, and what it had not sent. */
  private void publish(JetStream stream, List<OutboxEvent> events)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      var acks =
          events.stream()
              .map(event -> stream.publishAsync(message(event)))
              .<CompletableFuture<PublishAck>>toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(acks).get(ACK_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException | RuntimeException e) {
      known = null;
      nats.close();
      throw e;
    }
  }

  private static Message message(OutboxEvent event) {
    var headers =
        new Headers()
            .put("Nats-Msg-Id", event.eventId().toString())
            .put("content-type", CloudEvents.CONTENT_TYPE);
    if (event.traceParent() != null) {
      headers.put("traceparent", event.traceParent());
    }
    return NatsMessage.builder()
        .subject(EventStream.subject(event.tenant(), event.type()))
        .headers(headers)
        .data(CloudEvents.encode(event))
        .build();
  }
}
