package org.teei.csr.activities.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.OUTBOX_EVENTS;
import static org.teei.csr.schema.jooq.Tables.OUTBOX_PUBLICATIONS;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.teei.csr.activities.shared.Profiles;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.events.Outbox;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class ExpiredEventsTest {
  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();
  private final UUID person = Profiles.fresh(tenancy, tenant);

  @Test
  void removesOldPublishedEventsAndKeepsNewUnpublishedAndParkedOnes() {
    List<NewEvent> events =
        IntStream.range(0, 5)
            .mapToObj(i -> new NewEvent(Ids.next(), "kintell.rating.created", person, Map.of()))
            .toList();
    tenancy.change(tenant, db -> Outbox.append(db, tenant, events, null, null));
    publishedUpTo(4);
    age(events.get(0));
    age(events.get(1));
    age(events.get(4));
    park(events.get(1));
    assertThat(new ExpiredEvents(tenancy).removeSome(tenant)).isEqualTo(1);
    assertThat(kept())
        .containsExactlyElementsOf(events.stream().skip(1).map(NewEvent::eventId).toList());
  }

  private List<UUID> kept() {
    return tenancy.read(
        tenant,
        db ->
            db.select(OUTBOX_EVENTS.EVENT_ID)
                .from(OUTBOX_EVENTS)
                .orderBy(OUTBOX_EVENTS.POSITION)
                .fetch(OUTBOX_EVENTS.EVENT_ID));
  }

  private void publishedUpTo(long position) {
    tenancy.change(
        tenant,
        db ->
            db.insertInto(OUTBOX_PUBLICATIONS)
                .columns(
                    OUTBOX_PUBLICATIONS.TENANT_ID,
                    OUTBOX_PUBLICATIONS.POSITION,
                    OUTBOX_PUBLICATIONS.FENCING)
                .values(tenant, position, 1L)
                .execute());
  }

  /** The owner may not either, but a superuser can change when something happened. */
  private void age(NewEvent event) {
    DSL.using(database.superuser(), SQLDialect.POSTGRES)
        .execute(
            "update csr.outbox_events set occurred_at = now() - interval '31 days' where event_id = ?",
            event.eventId());
  }

  private void park(NewEvent event) {
    tenancy.change(
        tenant,
        db ->
            db.execute(
                "insert into csr.parked_events (tenant_id, consumer, person_id, position, event_id)"
                    + " values (?, 'some', ?, 2, ?)",
                tenant,
                person,
                event.eventId()));
  }
}
