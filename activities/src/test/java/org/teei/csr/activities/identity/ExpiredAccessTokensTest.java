package org.teei.csr.activities.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.ACCESS_TOKENS;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class ExpiredAccessTokensTest {
  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();

  @Test
  void removesWhatEndedLongAgoAndKeepsWhatEndedLately() {
    token(Duration.ofDays(31));
    var lately = token(Duration.ofDays(29));
    var valid = token(Duration.ofMinutes(-10));

    assertThat(new ExpiredAccessTokens(tenancy).removeSome(tenant)).isEqualTo(1);
    List<UUID> kept =
        tenancy.read(
            tenant,
            db ->
                db.select(ACCESS_TOKENS.TOKEN_ID)
                    .from(ACCESS_TOKENS)
                    .fetch(ACCESS_TOKENS.TOKEN_ID));
    assertThat(kept).containsExactlyInAnyOrder(lately, valid);
  }

  private UUID token(Duration since) {
    var id = UUID.randomUUID();
    var end = Instant.now().minus(since);
    new Tenancy(database.api())
        .change(
            tenant,
            db ->
                db.insertInto(ACCESS_TOKENS)
                    .set(ACCESS_TOKENS.TENANT_ID, tenant)
                    .set(ACCESS_TOKENS.TOKEN_ID, id)
                    .set(ACCESS_TOKENS.CLIENT_ID, "client-of-" + tenant)
                    .set(ACCESS_TOKENS.SUBJECT, "client-of-" + tenant)
                    .set(ACCESS_TOKENS.ROLES, new String[] {"api_client"})
                    .set(ACCESS_TOKENS.ISSUED_AT, end.minusSeconds(900))
                    .set(ACCESS_TOKENS.EXPIRES_AT, end)
                    .execute());
    return id;
  }
}
