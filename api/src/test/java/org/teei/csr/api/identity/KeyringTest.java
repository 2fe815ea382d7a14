package org.teei.csr.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** One of them waits for the keys to be read again, and all others for that one. */
  @Test
  void aFloodOfUnknownKeysReadsSeldom() throws Exception {
    keyring.published();
    var begun = Instant.now();

    flood(2_000);

    var quarters = Duration.between(begun, Instant.now()).dividedBy(Duration.ofMillis(250));
    assertThat((long) readings.get()).isBetween(2L, 2 + quarters);
  }

  @Test
  void ofManyRequestsWithUnknownKeysOneReads() throws Exception {
    keyring.published();

    flood(CROWD);

    assertThat(readings.get()).isBetween(2, 3);
  }

  private void flood(int requests) throws InterruptedException {
    var together = new CountDownLatch(1);
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> asking =
          Collections.nCopies(
              requests,
              () -> {
                together.await();
                return keyring.get(unknown(), null).isEmpty();
              });
      var answers = asking.stream().map(crowd::submit).toList();
      together.countDown();
      assertThat(answers).allSatisfy(answer -> assertThat(answer.get()).isTrue());
    }
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
