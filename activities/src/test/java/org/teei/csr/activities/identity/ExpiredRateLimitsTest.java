package org.teei.csr.activities.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.RATE_LIMITS;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class ExpiredRateLimitsTest {
  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.worker());
  private final String tenant = database.freshTenant();

  @Test
  void removesBucketsThatHaveExpiredAndKeepsTheOthers() {
    var expired = bucket(Instant.now().minusSeconds(60));
    var current = bucket(Instant.now().plusSeconds(60));

    assertThat(new ExpiredRateLimits(tenancy).removeSome(tenant)).isPositive();

    assertThat(isThere(expired)).isFalse();
    assertThat(isThere(current)).isTrue();
  }

  private boolean isThere(byte[] bucket) {
    return tenancy.read(tenant, db -> db.fetchExists(RATE_LIMITS, RATE_LIMITS.BUCKET.eq(bucket)));
  }

  private byte[] bucket(Instant expiresAt) {
    var bucket = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    new Tenancy(database.api())
        .change(
            tenant,
            db ->
                db.insertInto(RATE_LIMITS)
                    .set(RATE_LIMITS.BUCKET, bucket)
                    .set(RATE_LIMITS.EXPIRES_AT, expiresAt.toEpochMilli())
                    .execute());
    return bucket;
  }
}
