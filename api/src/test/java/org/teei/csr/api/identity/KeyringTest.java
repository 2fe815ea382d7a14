package org.teei.csr.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.schema.identity.SigningKeys;
import org.teei.csr.schema.personaldata.Kms;
import org.teei.csr.schema.tenancy.Tenancy;

class KeyringTest {
  private static final int CROWD = 24;

  private final AtomicInteger readings = new AtomicInteger();
  private final Keyring keyring =
      new Keyring(
          new SigningKeys(
              new Tenancy(counted(Api.shared().database().api())),
              Api.shared().bean(Kms.class),
              Duration.ofMinutes(15)));

  @Test
  void aFloodOfUnknownKeysReadsNothingAgain() {
    keyring.published();

    IntStream.range(0, 2_000).forEach(_ -> assertThat(keyring.get(unknown(), null)).isEmpty());

    // Two where the machine was so slow that their time was over meanwhile.
    assertThat(readings.get()).isBetween(1, 2);
  }

  @Test
  void ofManyRequestsOneReads() throws Exception {
    var together = new CyclicBarrier(CROWD);
    try (var crowd = Executors.newFixedThreadPool(CROWD)) {
      for (var one = 0; one < CROWD; one++) {
        crowd.submit(() -> {
          together.await();
          return keyring.get(unknown(), null);
        });
      }
      crowd.shutdown();
      assertThat(crowd.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(readings).hasValue(1);
  }

  private static JWKSelector unknown() {
    return new JWKSelector(new JWKMatcher.Builder().keyID(UUID.randomUUID().toString()).build());
  }

  private DataSource counted(DataSource database) {
    return new DelegatingDataSource(database) {
      @Override
      public Connection getConnection() throws SQLException {
        readings.incrementAndGet();
        return super.getConnection();
      }
    };
  }
}
