package org.teei.csr.activities.events;

import static org.teei.csr.schema.jooq.Tables.TENANTS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teei.csr.activities.events.CloudEvents.MalformedEventException;
import org.teei.csr.activities.observability.TraceParents;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.EventProjection;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.LeasedLoop.Hold;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Feeds a projection from its durable consumer: fetch a batch, apply it in one transaction per
 * tenant, acknowledge.
 *
 * <p>Order. One process pulls at a time, and a batch that fails here is tried again before the next
 * is pulled. What another process, or a broken connection, left unacknowledged comes again only
 * after {@link #ACK_WAIT}; until then nothing is pulled, so that no later event overtakes it. That
 * something was left is seen by the numbers of deliveries, which have no gaps.
 */
public final class EventConsumer implements LeasedLoop.Pass {
  static final int BATCH = 500;
  static final Duration ACK_WAIT = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(EventConsumer.class);
  private static final AttributeKey<Long> EVENT_COUNT =
      AttributeKey.longKey("messaging.batch.message_count");
  private static final Duration ACK_TIMEOUT = Duration.ofSeconds(2);

  /** What is promised of nineteen events in twenty, and shown as a bucket of its own. */
  private static final Duration PROMPT = Duration.ofSeconds(5);

  /** Longer than the pause between two passes. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final EventProjection projection;
  private final Tenancy tenancy;
  private final NatsLink nats;
  private final Tracer tracer;
  private final Duration ackWait;
  private final Counter applied;
  private final Counter malformed;
  private final Timer delay;

  private long fencing;
  private @Nullable Connection known;
  private @Nullable ConsumerContext consumer;
  private List<Message> batch = List.of();
  private long lastDelivery;
  private Instant quietUntil = Instant.EPOCH;
  private volatile Pending pending = new Pending(Instant.EPOCH, 0);

  public EventConsumer(
      EventProjection projection,
      Tenancy tenancy,
      NatsLink nats,
      MeterRegistry meters,
      OpenTelemetry telemetry) {
    this(projection, tenancy, nats, meters, telemetry, ACK_WAIT);
  }

  EventConsumer(
      EventProjection projection,
      Tenancy tenancy,
      NatsLink nats,
      MeterRegistry meters,
      OpenTelemetry telemetry,
      Duration ackWait) {
    this.projection = projection;
    this.tenancy = tenancy;
    this.nats = nats;
    this.tracer = telemetry.getTracer("org.teei.csr.activities.events");
    this.ackWait = ackWait;
    this.applied = counter(meters, "csr.events.consumed", "Events that a consumer acknowledged");
    this.malformed = counter(meters, "csr.events.malformed", "Messages that are no events of ours");
    this.delay =
        Timer.builder("csr.events.delay")
            .description("From a change to the effect that a consumer makes of its event")
            .tag("consumer", projection.consumer())
            .serviceLevelObjectives(PROMPT)
            .register(meters);
    Gauge.builder("csr.events.pending", this, EventConsumer::pending)
        .description("Events behind those that the consumer has")
        .tag("consumer", projection.consumer())
        .register(meters);
  }

  private record Pending(Instant at, long events) {}

  /** Not a number in a process that did not look lately, because another one does. */
  private double pending() {
    Pending seen = pending;
    return seen.at().plus(FRESH).isAfter(Instant.now()) ? seen.events() : Double.NaN;
  }

  @Override
  public boolean run(Hold hold) throws Exception {
    ConsumerContext open = open(hold.fencing());
    if (batch.isEmpty()) {
      if (Instant.now().isBefore(quietUntil)) {
        return false;
      }
      batch = fetch(open);
    }
    if (batch.isEmpty()) {
      return false;
    }
    hold.keep();
    int size = batch.size();
    apply(batch);
    acknowledge(batch);
    applied.increment(size);
    batch = List.of();
    return size == BATCH;
  }

  /** The consumer on the present connection and lease; after a change of either, from scratch. */
  private ConsumerContext open(long currentFencing)
      throws IOException, InterruptedException, JetStreamApiException {
    Connection connection = nats.connection();
    ConsumerContext open = consumer;
    if (open == null || connection != known || fencing != currentFencing) {
      batch = List.of();
      lastDelivery = 0;
      open = prepare(connection, projection, ackWait);
      ConsumerInfo info = open.getConsumerInfo();
      if (info.getNumAckPending() > 0) {
        waitForRedelivery();
      }
      known = connection;
      fencing = currentFencing;
      consumer = open;
    }
    return open;
  }

  private List<Message> fetch(ConsumerContext open)
      throws IOException,
          InterruptedException,
          JetStreamApiException,
          JetStreamStatusCheckedException {
    var options = FetchConsumeOptions.builder().maxMessages(BATCH).noWait().build();
    var messages = new ArrayList<Message>();
    try (var fetched = open.fetch(options)) {
      for (Message next = fetched.nextMessage(); next != null; next = fetched.nextMessage()) {
        messages.add(next);
      }
    } catch (IOException | JetStreamApiException | JetStreamStatusCheckedException e) {
      consumer = null;
      throw e;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    pending =
        new Pending(
            Instant.now(), messages.isEmpty() ? 0 : messages.getLast().metaData().pendingCount());
    for (Message message : messages) {
      long delivery = message.metaData().consumerSequence();
      if (lastDelivery != 0 && delivery != lastDelivery + 1) {
        LOG.info("{}: deliveries went missing, waiting for them", projection.consumer());
        lastDelivery = 0;
        waitForRedelivery();
        return List.of();
      }
      lastDelivery = delivery;
    }
    return messages;
  }

  private void waitForRedelivery() {
    quietUntil = Instant.now().plus(ackWait).plus(Duration.ofSeconds(1));
  }

  private void apply(List<Message> messages) {
    Map<String, List<Event>> byTenant = new LinkedHashMap<>();
    for (Message message : messages) {
      try {
        Event event = decode(message);
        byTenant.computeIfAbsent(event.tenant(), none -> new ArrayList<>()).add(event);
      } catch (MalformedEventException e) {
        LOG.error("A message on {} is no event and is left out", message.getSubject());
        malformed.increment();
      }
    }
    byTenant.forEach(this::take);
  }

  /** Who may publish for one tenant does not thereby speak for another. */
  private static Event decode(Message message) throws MalformedEventException {
    Event event = CloudEvents.decode(message.getData());
    if (!message.getSubject().equals(EventStream.subject(event.tenant(), event.type()))) {
      throw new MalformedEventException();
    }
    return event;
  }

  /** In a span of its own, linked with the traces of the changes that the events tell of. */
  private void take(String tenant, List<Event> events) {
    var builder =
        tracer
            .spanBuilder("consume " + projection.consumer())
            .setNoParent()
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute(EVENT_COUNT, (long) events.size());
    events.stream()
        .map(Event::traceParent)
        .distinct()
        .map(traceParent -> Span.fromContext(TraceParents.context(traceParent)).getSpanContext())
        .forEach(builder::addLink);
    Span span = builder.startSpan();
    try (Scope ignored = span.makeCurrent()) {
      boolean known = tenancy.write(tenant, db -> take(db, tenant, events));
      if (!known) {
        LOG.error(
            "{}: {} events of an unknown tenant are left out",
            projection.consumer(),
            events.size());
        malformed.increment(events.size());
      }
      Instant now = Instant.now();
      events.forEach(event -> delay.record(Duration.between(event.occurredAt(), now)));
    } catch (RuntimeException e) {
      span.setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
    }
  }

  /** Whether there is such a tenant; without one no event can be noted as taken. */
  private boolean take(DSLContext db, String tenant, List<Event> events) {
    if (!db.fetchExists(TENANTS, TENANTS.TENANT_ID.eq(tenant))) {
      return false;
    }
    Application.enter(db, tenant, projection).take(events);
    return true;
  }

  private void acknowledge(List<Message> messages) throws Exception {
    try {
      messages.subList(0, messages.size() - 1).forEach(Message::ack);
      messages.getLast().ackSync(ACK_TIMEOUT);
    } catch (Exception e) {
      consumer = null;
      throw e;
    }
  }

  /** Creates the durable consumer, or brings its settings up to date. */
  static ConsumerContext prepare(
      Connection connection, EventProjection projection, Duration ackWait)
      throws IOException, JetStreamApiException {
    EventStream.ensure(connection);
    return connection
        .getStreamContext(EventStream.NAME)
        .createOrUpdateConsumer(
            ConsumerConfiguration.builder()
                .durable(projection.consumer())
                .filterSubjects(projection.types().stream().map(EventStream::subjects).toList())
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(ackWait)
                .maxAckPending(2L * BATCH)
                .maxDeliver(-1)
                .build());
  }

  private Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name)
        .description(description)
        .tag("consumer", projection.consumer())
        .register(meters);
  }
}
