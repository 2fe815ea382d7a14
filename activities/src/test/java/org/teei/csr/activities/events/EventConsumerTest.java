package org.teei.csr.activities.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.schema.jooq.Tables.PARKED_EVENTS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Nats;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.activities.shared.EventProjection;
import org.teei.csr.activities.shared.FakeHold;
import org.teei.csr.activities.shared.NatsServer;
import org.teei.csr.activities.shared.PoisonEventException;
import org.teei.csr.activities.shared.Profiles;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.events.Outbox;
import org.teei.csr.schema.events.OutboxEvent;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

class EventConsumerTest {
  private static final Duration ACK_WAIT = Duration.ofSeconds(1);
  private static final String TYPE = "kintell.rating.created";

  private final NatsServer server = NatsServer.started();
  private final NatsLink nats = new NatsLink(server.url());
  private final Database database = Database.create();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();
  private final UUID person = Profiles.fresh(tenancy, tenant);
  private final Recording projection = new Recording();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<ReadableSpan> spans = new CopyOnWriteArrayList<>();
  private final OpenTelemetry telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(new Kept()).build())
          .build();
  private final EventConsumer consumer = newConsumer(nats);
  private final EventRelay relay =
      new EventRelay(new SystemView(database.system()), tenancy, nats, new SimpleMeterRegistry());

  @AfterEach
  void stop() throws InterruptedException {
    nats.close();
    server.close();
    database.close();
  }

  @Test
  void appliesEachEventOnceInOrder() throws Exception {
    List<UUID> ids = publish(tenant, person, 1_200);
    consume(consumer, 1, ids.size());
    assertThat(projection.applied).containsExactlyElementsOf(ids);
  }

  @Test
  void tellsHowLateEventsTakeEffectAndHowManyAreLeft() throws Exception {
    publish(tenant, person, 1_200);

    runUntil(consumer, 1, () -> !projection.applied.isEmpty());
    assertThat(pending()).isEqualTo(1_200 - projection.applied.size());
    runUntilApplied(consumer, 1, 1_200);

    var delay = meters.get("csr.events.delay").tag("consumer", projection.consumer()).timer();
    assertThat(delay.count()).isEqualTo(1_200);
    assertThat(delay.max(TimeUnit.HOURS)).isLessThan(1);
    assertThat(pending()).isZero();
  }

  private double pending() {
    return meters.get("csr.events.pending").gauge().value();
  }

  @Test
  void anEventThatIsDeliveredTwiceTakesEffectOnce() throws Exception {
    List<UUID> ids = publish(tenant, person, 3);
    consume(consumer, 1, 3);
    forgetDeliveries();
    try (var other = new NatsLink(server.url())) {
      EventConsumer again = newConsumer(other);
      ids.addAll(publish(tenant, person, 1));
      consume(again, 2, 4);
    }
    assertThat(projection.applied).containsExactlyElementsOf(ids);
  }

  @Test
  void aConsumerThatDiesAfterItsCommitAndBeforeItsAcknowledgementLeavesOneEffect()
      throws Exception {
    List<UUID> ids = publish(tenant, person, 3);
    projection.afterApplying = server::kill;
    assertThatThrownBy(() -> runUntilApplied(consumer, 1, 3)).isInstanceOf(Exception.class);
    assertThat(projection.applied).hasSize(3);
    projection.afterApplying = () -> {};
    server.start();
    ids.addAll(publish(tenant, person, 2));
    consume(consumer, 1, 5);
    assertThat(projection.applied).containsExactlyElementsOf(ids);
  }

  @Test
  void whatADeadConsumerLeftIsAppliedBeforeLaterEvents() throws Exception {
    List<UUID> ids = publish(tenant, person, 5);
    takeWithoutAcknowledging(2);
    consume(consumer, 1, 5);
    assertThat(projection.applied).containsExactlyElementsOf(ids);
  }

  @Test
  void aBatchThatTheDatabaseDoesNotTakeNowIsTriedAgain() throws Exception {
    List<UUID> ids = publish(tenant, person, 3);
    projection.databaseDown = true;
    assertThatThrownBy(() -> runUntilApplied(consumer, 1, 3))
        .isInstanceOf(DataAccessException.class);
    projection.databaseDown = false;
    ids.addAll(publish(tenant, person, 1));
    consume(consumer, 1, 4);
    assertThat(projection.applied).containsExactlyElementsOf(ids);
  }

  @Test
  void aPoisonEventParksAndLaterOnesOfItsPersonWaitWhileOthersGoOn() throws Exception {
    UUID other = Profiles.fresh(tenancy, tenant);
    List<UUID> before = publish(tenant, person, 1);
    List<UUID> poisoned = publish(tenant, person, 1);
    List<UUID> behind = publish(tenant, person, 2);
    List<UUID> others = publish(tenant, other, 2);
    projection.poison.addAll(poisoned);
    consume(consumer, 1, 3);
    List<UUID> later = publish(tenant, person, 1);
    List<UUID> othersLater = publish(tenant, other, 1);
    consume(consumer, 1, 4);
    assertThat(projection.applied)
        .containsExactlyInAnyOrder(
            before.getFirst(), others.get(0), others.get(1), othersLater.getFirst());
    await().untilAsserted(() -> assertThat(parked()).hasSize(4));
    assertThat(parked())
        .containsExactly(
            Map.entry(poisoned.getFirst(), "test/poison"),
            Map.entry(behind.get(0), "queued"),
            Map.entry(behind.get(1), "queued"),
            Map.entry(later.getFirst(), "queued"));
  }

  @Test
  void parkedEventsAreAppliedInOrderWhenRetried() throws Exception {
    List<UUID> ids = publish(tenant, person, 3);
    projection.poison.add(ids.getFirst());
    runUntil(consumer, 1, () -> parked().size() == 3);
    ParkedEvents parkedEvents = newParkedEvents();
    assertThat(parkedEvents.retry(tenant, projection.consumer(), person)).isZero();
    projection.poison.clear();
    assertThat(parkedEvents.retry(tenant, projection.consumer(), person)).isEqualTo(3);
    assertThat(projection.applied).containsExactlyElementsOf(ids);
    assertThat(parked()).isEmpty();
    ids.addAll(publish(tenant, person, 1));
    consume(consumer, 1, 4);
    assertThat(projection.applied).containsExactlyElementsOf(ids);
  }

  @Test
  void aParkedEventTellsItsTypeWhyItWaitsAndHowOftenItWasTried() throws Exception {
    List<UUID> ids = publish(tenant, person, 2);
    projection.poison.add(ids.getFirst());
    runUntil(consumer, 1, () -> parked().size() == 2);
    newParkedEvents().retry(tenant, projection.consumer(), person);

    var rows =
        tenancy.read(
            tenant, db -> db.selectFrom(PARKED_EVENTS).orderBy(PARKED_EVENTS.POSITION).fetch());

    assertThat(rows.getValues(PARKED_EVENTS.EVENT_TYPE)).doesNotContainNull();
    assertThat(rows.getValues(PARKED_EVENTS.FAILURE_CLASS)).containsExactly("DATA", null);
    assertThat(rows.getValues(PARKED_EVENTS.ATTEMPTS)).containsExactly(2, 0);
  }

  @Test
  void aRetryStopsAtTheFirstEventThatFailsAgain() throws Exception {
    List<UUID> ids = publish(tenant, person, 3);
    projection.poison.add(ids.getFirst());
    runUntil(consumer, 1, () -> parked().size() == 3);
    projection.poison.clear();
    projection.poison.add(ids.get(1));
    assertThat(newParkedEvents().retry(tenant, "recording", person)).isEqualTo(1);
    assertThat(parked())
        .containsExactly(Map.entry(ids.get(1), "test/poison"), Map.entry(ids.get(2), "queued"));
  }

  @Test
  void parkedEventsOfEachTenantAreTriedAgainAndCounted() throws Exception {
    String other = database.freshTenant();
    List<UUID> ids = publish(tenant, person, 2);
    List<UUID> others = publish(other, Profiles.fresh(tenancy, other), 1);
    projection.poison.add(ids.getFirst());
    projection.poison.addAll(others);
    ParkedEvents parkedEvents = newParkedEvents();
    assertThat(parkedGauge()).isNaN();
    runUntil(consumer, 1, () -> parked().size() == 2 && parked(other).size() == 1);
    parkedEvents.run(new FakeHold(1));
    assertThat(parkedGauge()).isEqualTo(3);
    projection.poison.removeAll(others);
    parkedEvents.run(new FakeHold(1));
    assertThat(parkedGauge()).isEqualTo(2);
    assertThat(projection.applied).containsExactlyElementsOf(others);
    projection.poison.clear();
    parkedEvents.run(new FakeHold(1));
    assertThat(parkedGauge()).isZero();
    assertThat(projection.applied).endsWith(ids.get(0), ids.get(1));
  }

  @Test
  void anEventForWhichSomebodyAskedIsTriedAgainWithWhatStandsBeforeIt() throws Exception {
    List<UUID> ids = publish(tenant, person, 2);
    projection.poison.add(ids.getFirst());
    ParkedEvents parkedEvents = newParkedEvents();
    runUntil(consumer, 1, () -> parked().size() == 2);
    projection.poison.clear();

    parkedEvents.runAsked(new FakeHold(1));
    assertThat(projection.applied).isEmpty();
    ask(ids.getLast());
    parkedEvents.runAsked(new FakeHold(1));

    assertThat(projection.applied).containsExactlyElementsOf(ids);
    assertThat(parked()).isEmpty();
  }

  @Test
  void anEventThatFailsAgainIsNotTriedWithoutEndForHavingBeenAskedFor() throws Exception {
    List<UUID> ids = publish(tenant, person, 1);
    projection.poison.addAll(ids);
    ParkedEvents parkedEvents = newParkedEvents();
    runUntil(consumer, 1, () -> parked().size() == 1);
    ask(ids.getFirst());

    parkedEvents.runAsked(new FakeHold(1));
    projection.poison.clear();
    parkedEvents.runAsked(new FakeHold(1));

    assertThat(parked()).hasSize(1);
  }

  /** As the API does. */
  private void ask(UUID event) {
    new Tenancy(database.api())
        .change(
            tenant,
            db ->
                db.update(PARKED_EVENTS)
                    .set(PARKED_EVENTS.RETRY_ASKED_AT, Instant.now())
                    .where(PARKED_EVENTS.TENANT_ID.eq(tenant), PARKED_EVENTS.EVENT_ID.eq(event))
                    .execute());
  }

  @Test
  void theSpanOfABatchIsLinkedWithTheTracesOfItsEvents() throws Exception {
    String trace = UUID.randomUUID().toString().replace("-", "");
    var event = new NewEvent(Ids.next(), TYPE, person, Map.of("rating", 0.5));
    tenancy.change(
        tenant,
        db ->
            Outbox.append(
                db, tenant, List.of(event), null, "00-" + trace + "-b7ad6b7169203331-01"));
    publish(tenant, person, 1);
    consume(consumer, 1, 2);
    assertThat(spans)
        .flatExtracting(span -> span.toSpanData().getLinks())
        .extracting(link -> link.getSpanContext().getTraceId())
        .containsExactly(trace);
  }

  @Test
  void aMessageThatIsNoEventIsLeftOut() throws Exception {
    publish(tenant, person, 1);
    try (var connection = Nats.connect(server.url())) {
      connection.jetStream().publish(EventStream.subject(tenant, TYPE), "{}".getBytes());
    }
    List<UUID> after = publish(tenant, person, 1);
    consume(consumer, 1, 2);
    assertThat(projection.applied).endsWith(after.getFirst());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody-here", "", " ", "Not a name", "a\u0000b"})
  void aMessageOfNoTenantOfOursIsCountedAndLeftOut(String stranger) throws Exception {
    List<UUID> ids = publish(tenant, person, 1);
    try (var connection = Nats.connect(server.url())) {
      connection
          .jetStream()
          .publish(EventStream.subject("stranger", TYPE), CloudEvents.encode(eventOf(stranger)));
    }
    ids.addAll(publish(tenant, person, 1));
    consume(consumer, 1, 2);
    assertThat(projection.applied).containsExactlyElementsOf(ids);
    assertThat(meters.counter("csr.events.malformed", "consumer", "recording").count())
        .isEqualTo(1);
  }

  @Test
  void anEventOfATenantThatIsNotThereIsCountedAndLeftOut() throws Exception {
    List<UUID> ids = publish(tenant, person, 1);
    send(EventStream.subject("nobody-here", TYPE), eventOf("nobody-here"));
    consume(consumer, 1, 1);
    ids.addAll(publish(tenant, person, 1));
    consume(consumer, 1, 2);
    assertThat(projection.applied).containsExactlyElementsOf(ids);
    assertThat(meters.counter("csr.events.malformed", "consumer", "recording").count())
        .isEqualTo(1);
  }

  @Test
  void whoPublishesForOneTenantDoesNotSpeakForAnother() throws Exception {
    List<UUID> ids = publish(tenant, person, 1);
    send(EventStream.subject(database.freshTenant(), TYPE), eventOf(tenant));
    ids.addAll(publish(tenant, person, 1));
    consume(consumer, 1, 2);
    assertThat(projection.applied).containsExactlyElementsOf(ids);
    assertThat(meters.counter("csr.events.malformed", "consumer", "recording").count())
        .isEqualTo(1);
  }

  private void send(String subject, OutboxEvent event) throws Exception {
    try (var connection = Nats.connect(server.url())) {
      connection.jetStream().publish(subject, CloudEvents.encode(event));
    }
  }

  private OutboxEvent eventOf(String owner) {
    return new OutboxEvent(owner, 1, Ids.next(), TYPE, person, 1, "{}", null, null, Instant.now());
  }

  @Test
  void tenantsAreAppliedEachInItsOwnTransaction() throws Exception {
    String other = database.freshTenant();
    UUID otherPerson = Profiles.fresh(tenancy, other);
    publish(tenant, person, 2);
    publish(other, otherPerson, 2);
    consume(consumer, 1, 4);
    assertThat(projection.tenants).containsExactlyInAnyOrder(tenant, other);
  }

  private ParkedEvents newParkedEvents() {
    return new ParkedEvents(
        new SystemView(database.system()), tenancy, List.of(projection), meters);
  }

  private double parkedGauge() {
    return meters.get("csr.events.parked").tag("consumer", projection.consumer()).gauge().value();
  }

  private EventConsumer newConsumer(NatsLink link) {
    return new EventConsumer(projection, tenancy, link, meters, telemetry, ACK_WAIT);
  }

  private List<UUID> publish(String owner, UUID about, int count) throws Exception {
    List<NewEvent> events =
        IntStream.range(0, count)
            .mapToObj(i -> new NewEvent(Ids.next(), TYPE, about, Map.of("rating", 0.5)))
            .toList();
    tenancy.change(owner, db -> Outbox.append(db, owner, events, null, null));
    boolean more = true;
    while (more) {
      more = relay.run(new FakeHold(1));
    }
    return new ArrayList<>(events.stream().map(NewEvent::eventId).toList());
  }

  private void consume(EventConsumer by, long fencing, int total) {
    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsMatching(e -> !(e instanceof AssertionError))
        .pollInSameThread()
        .until(() -> {
          by.run(new FakeHold(fencing));
          return projection.applied.size() >= total;
        });
  }

  private void runUntilApplied(EventConsumer by, long fencing, int total) throws Exception {
    runUntil(by, fencing, () -> projection.applied.size() >= total);
    by.run(new FakeHold(fencing));
  }

  private static void runUntil(EventConsumer by, long fencing, BooleanSupplier done)
      throws Exception {
    for (int i = 0; i < 100 && !done.getAsBoolean(); i++) {
      by.run(new FakeHold(fencing));
    }
    assertThat(done.getAsBoolean()).isTrue();
  }

  /** As a consumer that was killed between fetching and acknowledging. */
  private void takeWithoutAcknowledging(int count) throws Exception {
    consumer.run(new FakeHold(0));
    assertThat(projection.applied).hasSize(5);
    projection.applied.clear();
    forgetEffects();
    forgetDeliveries();
    try (var connection = Nats.connect(server.url())) {
      EventConsumer.prepare(connection, projection, ACK_WAIT);
      try (var fetched =
          connection
              .getConsumerContext(EventStream.NAME, projection.consumer())
              .fetchMessages(count)) {
        for (int i = 0; i < count; i++) {
          assertThat(fetched.nextMessage()).isNotNull();
        }
      }
    }
  }

  private void forgetEffects() {
    tenancy.change(tenant, db -> db.execute("delete from csr.event_deduplication"));
  }

  /** The durable consumer starts over, so that all is delivered again. */
  private void forgetDeliveries() throws Exception {
    try (var connection = Nats.connect(server.url())) {
      connection.getStreamContext(EventStream.NAME).deleteConsumer(projection.consumer());
    }
  }

  private List<Map.Entry<UUID, String>> parked() {
    return parked(tenant);
  }

  private List<Map.Entry<UUID, String>> parked(String owner) {
    return tenancy.read(
        owner,
        db ->
            db.selectFrom(PARKED_EVENTS)
                .orderBy(PARKED_EVENTS.POSITION)
                .fetch(row ->
                    Map.entry(
                        row.getEventId(),
                        row.getFailureType() == null ? "queued" : row.getFailureType())));
  }

  private final class Kept implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      assertThat(span.getParentSpanContext().isValid()).isFalse();
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span);
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }

  /** Remembers what was applied, and fails as told. */
  private static final class Recording implements EventProjection {
    final List<UUID> applied = new CopyOnWriteArrayList<>();
    final Set<String> tenants = new HashSet<>();
    final Set<UUID> poison = new HashSet<>();
    boolean databaseDown;
    Runnable afterApplying = () -> {};

    @Override
    public String consumer() {
      return "recording";
    }

    @Override
    public List<String> types() {
      return List.of(TYPE);
    }

    @Override
    public void apply(DSLContext db, String tenant, List<Event> events) {
      if (databaseDown) {
        throw new DataAccessException("away");
      }
      if (events.stream().map(Event::id).anyMatch(poison::contains)) {
        throw new PoisonEventException("test/poison");
      }
      events.forEach(event -> applied.add(event.id()));
      tenants.add(tenant);
      afterApplying.run();
    }
  }
}
