package org.teei.csr.activities.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.OUTBOX_PUBLICATIONS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.shared.FakeHold;
import org.teei.csr.activities.shared.LeasedLoop.LeaseLostException;
import org.teei.csr.activities.shared.NatsServer;
import org.teei.csr.activities.shared.Profiles;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.events.Outbox;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

class EventRelayTest {
  private static final FakeHold FIRST_HOLDER = new FakeHold(1);
  private static final FakeHold SECOND_HOLDER = new FakeHold(2);
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final NatsServer server = NatsServer.started();
  private final NatsLink nats = new NatsLink(server.url());
  private final Database database = Database.create();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final SystemView system = new SystemView(database.system());
  private final String tenant = database.freshTenant();
  private final UUID person = Profiles.fresh(tenancy, tenant);
  private final EventRelay relay = newRelay(nats);

  @AfterEach
  void stop() throws InterruptedException {
    nats.close();
    server.close();
    database.close();
  }

  @Test
  void publishesInTheOrderOfCommits() throws Exception {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.addAll(commit(tenant, person, 300));
    }
    runUntilNothingWaits(relay, FIRST_HOLDER);
    assertThat(stored())
        .extracting(EventRelayTest::messageId)
        .containsExactlyElementsOf(strings(ids));
    assertThat(publishedPosition(tenant)).isEqualTo(1_500);
  }

  @Test
  void publishesCloudEventsInStructuredMode() throws Exception {
    UUID id = commit(tenant, person, 1).getFirst();
    relay.run(FIRST_HOLDER);
    MessageInfo message = stored().getFirst();
    JsonNode event = new ObjectMapper().readTree(message.getData());
    assertThat(message.getSubject()).isEqualTo("csr.events." + tenant + ".kintell.rating.created");
    assertThat(message.getHeaders().getFirst("content-type"))
        .isEqualTo("application/cloudevents+json");
    assertThat(message.getHeaders().getFirst("traceparent")).isEqualTo(TRACE);
    assertThat(event.get("specversion").asText()).isEqualTo("1.0");
    assertThat(event.get("id").asText()).isEqualTo(id.toString());
    assertThat(event.get("source").asText()).isEqualTo("/csr/imports");
    assertThat(event.get("type").asText()).isEqualTo("kintell.rating.created");
    assertThat(event.get("subject").asText()).isEqualTo(person.toString());
    assertThat(event.get("datacontenttype").asText()).isEqualTo("application/json");
    assertThat(event.get("tenantid").asText()).isEqualTo(tenant);
    assertThat(event.get("subjectversion").asText()).isEqualTo("1");
    assertThat(event.get("correlationid").asText()).isEqualTo("request-1");
    assertThat(event.get("traceparent").asText()).isEqualTo(TRACE);
    assertThat(event.get("data").get("rating").asDouble()).isEqualTo(0.5);
  }

  @Test
  void aRelayThatDiesBetweenPublishingAndNotingIsMadeGoodWithoutDuplicates() throws Exception {
    List<UUID> ids = commit(tenant, person, 20);
    relay.run(FIRST_HOLDER);
    forgetPosition();
    ids.addAll(commit(tenant, person, 5));
    try (var other = new NatsLink(server.url())) {
      runUntilNothingWaits(newRelay(other), SECOND_HOLDER);
    }
    assertThat(stored())
        .extracting(EventRelayTest::messageId)
        .containsExactlyElementsOf(strings(ids));
  }

  @Test
  void aLateHolderCannotMoveThePositionAndAddsNothing() throws Exception {
    List<UUID> ids = commit(tenant, person, 3);
    relay.run(SECOND_HOLDER);
    ids.addAll(commit(tenant, person, 3));
    assertThatThrownBy(() -> relay.run(FIRST_HOLDER)).isInstanceOf(LeaseLostException.class);
    assertThat(publishedPosition(tenant)).isEqualTo(3);
    relay.run(SECOND_HOLDER);
    assertThat(publishedPosition(tenant)).isEqualTo(6);
    assertThat(stored())
        .extracting(EventRelayTest::messageId)
        .containsExactlyElementsOf(strings(ids));
  }

  @Test
  void nothingIsLostWhileNatsIsDown() throws Exception {
    List<UUID> ids = commit(tenant, person, 3);
    relay.run(FIRST_HOLDER);
    server.kill();
    ids.addAll(commit(tenant, person, 3));
    assertThatThrownBy(() -> relay.run(FIRST_HOLDER)).isNotInstanceOf(LeaseLostException.class);
    assertThat(publishedPosition(tenant)).isEqualTo(3);
    server.start();
    relay.run(FIRST_HOLDER);
    assertThat(publishedPosition(tenant)).isEqualTo(6);
    assertThat(stored())
        .extracting(EventRelayTest::messageId)
        .containsExactlyElementsOf(strings(ids));
  }

  @Test
  void eachTenantHasItsOwnPositions() throws Exception {
    String other = database.freshTenant();
    UUID otherPerson = Profiles.fresh(tenancy, other);
    commit(tenant, person, 3);
    commit(other, otherPerson, 4);
    runUntilNothingWaits(relay, FIRST_HOLDER);
    assertThat(publishedPosition(tenant)).isEqualTo(3);
    assertThat(publishedPosition(other)).isEqualTo(4);
  }

  private EventRelay newRelay(NatsLink link) {
    return new EventRelay(system, tenancy, link, new SimpleMeterRegistry());
  }

  private static void runUntilNothingWaits(EventRelay relay, FakeHold hold) throws Exception {
    boolean more = true;
    while (more) {
      more = relay.run(hold);
    }
  }

  private List<UUID> commit(String owner, UUID about, int count) {
    List<NewEvent> events =
        IntStream.range(0, count)
            .mapToObj(i ->
                new NewEvent(Ids.next(), "kintell.rating.created", about, Map.of("rating", 0.5)))
            .toList();
    tenancy.change(owner, db -> Outbox.append(db, owner, events, "request-1", TRACE));
    return new ArrayList<>(events.stream().map(NewEvent::eventId).toList());
  }

  private void forgetPosition() {
    tenancy.change(
        tenant,
        db ->
            db.update(OUTBOX_PUBLICATIONS)
                .set(OUTBOX_PUBLICATIONS.POSITION, 0L)
                .where(OUTBOX_PUBLICATIONS.TENANT_ID.eq(tenant))
                .execute());
  }

  private long publishedPosition(String owner) {
    return tenancy.read(
        owner,
        db ->
            db.select(OUTBOX_PUBLICATIONS.POSITION)
                .from(OUTBOX_PUBLICATIONS)
                .where(OUTBOX_PUBLICATIONS.TENANT_ID.eq(owner))
                .fetchSingle()
                .value1());
  }

  private List<MessageInfo> stored() throws Exception {
    try (var connection = Nats.connect(server.url())) {
      var stream = connection.getStreamContext(EventStream.NAME);
      long last = stream.getStreamInfo().getStreamState().getLastSequence();
      List<MessageInfo> messages = new ArrayList<>();
      for (long i = 1; i <= last; i++) {
        messages.add(stream.getMessage(i));
      }
      return messages;
    }
  }

  private static String messageId(MessageInfo message) {
    return message.getHeaders().getFirst("Nats-Msg-Id");
  }

  private static List<String> strings(List<UUID> ids) {
    return ids.stream().map(UUID::toString).toList();
  }
}
