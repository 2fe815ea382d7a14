package org.teei.csr.activities.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.WEBHOOK_ENDPOINTS;
import static org.teei.csr.schema.jooq.Tables.WEBHOOK_EVENTS;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class ExpiredWebhookEventsTest {
  private final Database database = Database.shared();
  private final Tenancy api = new Tenancy(database.api());
  private final Tenancy worker = new Tenancy(database.worker());

  @Test
  void whatCameInAMonthAgoIsRemovedForOneCompanyAtATime() {
    var tenant = database.freshTenant();
    var other = database.freshTenant();
    event(tenant, Duration.ofDays(31));
    var lately = event(tenant, Duration.ofDays(29));
    var ofAnother = event(other, Duration.ofDays(31));

    assertThat(new ExpiredWebhookEvents(worker).removeSome(tenant)).isEqualTo(1);
    assertThat(new ExpiredWebhookEvents(worker).removeSome(tenant)).isZero();

    assertThat(events(tenant)).containsExactly(lately);
    assertThat(events(other)).containsExactly(ofAnother);
  }

  private List<UUID> events(String tenant) {
    return worker.read(
        tenant, db -> db.selectFrom(WEBHOOK_EVENTS).fetch(WEBHOOK_EVENTS.CALLBACK_ID));
  }

  private UUID event(String tenant, Duration age) {
    var endpoint = UUID.randomUUID();
    var callback = UUID.randomUUID();
    var digest = new byte[32];
    ThreadLocalRandom.current().nextBytes(digest);
    api.change(
        tenant,
        db -> {
          db.insertInto(WEBHOOK_ENDPOINTS)
              .set(WEBHOOK_ENDPOINTS.TENANT_ID, tenant)
              .set(WEBHOOK_ENDPOINTS.ENDPOINT_ID, endpoint)
              .set(WEBHOOK_ENDPOINTS.SOURCE, "benevity")
              .set(WEBHOOK_ENDPOINTS.NAME, "ours")
              .set(WEBHOOK_ENDPOINTS.SECRET_CIPHERTEXT, digest)
              .set(WEBHOOK_ENDPOINTS.CREATED_BY, "somebody")
              .execute();
          db.insertInto(WEBHOOK_EVENTS)
              .set(WEBHOOK_EVENTS.TENANT_ID, tenant)
              .set(WEBHOOK_EVENTS.ENDPOINT_ID, endpoint)
              .set(WEBHOOK_EVENTS.EVENT_DIGEST, digest)
              .set(WEBHOOK_EVENTS.CALLBACK_ID, callback)
              .set(WEBHOOK_EVENTS.BODY_CIPHERTEXT, digest)
              .set(WEBHOOK_EVENTS.RECEIVED_AT, Instant.now().minus(age))
              .execute();
        });
    return callback;
  }
}
