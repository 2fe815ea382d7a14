package org.teei.csr.activities.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.SERVICE_TOKEN_USES;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class ExpiredServiceTokensTest {
  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();

  @Test
  void removesWhatEndedAnHourAgoAndKeepsWhatSomeClockMayStillTake() {
    use(Duration.ofMinutes(61));
    var lately = use(Duration.ofMinutes(59));
    var valid = use(Duration.ofMinutes(-5));

    assertThat(new ExpiredServiceTokens(tenancy).removeSome(tenant)).isEqualTo(1);
    List<UUID> kept =
        tenancy.read(
            tenant,
            db ->
                db.select(SERVICE_TOKEN_USES.TOKEN_ID)
                    .from(SERVICE_TOKEN_USES)
                    .fetch(SERVICE_TOKEN_USES.TOKEN_ID));
    assertThat(kept).containsExactlyInAnyOrder(lately, valid);
  }

  private UUID use(Duration since) {
    var id = UUID.randomUUID();
    new Tenancy(database.api())
        .change(
            tenant,
            db ->
                db.insertInto(SERVICE_TOKEN_USES)
                    .set(SERVICE_TOKEN_USES.TENANT_ID, tenant)
                    .set(SERVICE_TOKEN_USES.SERVICE, "reporting")
                    .set(SERVICE_TOKEN_USES.TOKEN_ID, id)
                    .set(SERVICE_TOKEN_USES.EXPIRES_AT, Instant.now().minus(since))
                    .execute());
    return id;
  }
}
