package org.teei.csr.api.identity.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketExceptions.BucketExecutionException;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.teei.csr.schema.shared.Sha256;

/**
 * Buckets of tokens in the database, so that several processes have them in common. All tokens of a
 * bucket are there again when its minute is over: a minute allows exactly its limit.
 */
final class Buckets {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration KEPT_WHEN_FULL = Duration.ofHours(1);

  private final ProxyManager<byte[]> stored;

  Buckets(DataSource database, TimeMeter clock) {
    this.stored =
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
            .primaryKeyMapper(PreparedStatement::setBytes)
            .table("csr.rate_limits")
            .idColumn("bucket")
            .stateColumn("state")
            .expiresAtColumn("expires_at")
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_WHEN_FULL))
            .clientClock(clock)
            .build();
  }

  /**
   * Asks one bucket, which is full at first.
   *
   * @throws DataAccessException when the database cannot be asked
   */
  <T> T ask(String kind, String scope, String name, int perMinute, Function<Bucket, T> question) {
    var bucket =
        stored.getProxy(digest(kind, scope, name, perMinute), () -> configuration(perMinute));
    try {
      return question.apply(bucket);
    } catch (BucketExecutionException e) {
      throw new DataAccessException("A bucket cannot be asked", e.getCause());
    }
  }

  private static BucketConfiguration configuration(int perMinute) {
    return BucketConfiguration.builder()
        .addLimit(limit -> limit.capacity(perMinute).refillIntervally(perMinute, MINUTE))
        .build();
  }

  /**
   * Another limit is another bucket, since a bucket keeps the limit it was made with. Only the
   * name, which comes last, may hold a line break, so no two of them make the same bucket.
   */
  private static byte[] digest(String kind, String scope, String name, int perMinute) {
    return Sha256.of(kind + "\n" + perMinute + "\n" + scope + "\n" + name);
  }
}
