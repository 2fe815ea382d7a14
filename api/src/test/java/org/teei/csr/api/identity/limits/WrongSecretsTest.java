package org.teei.csr.api.identity.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.tenancy.Database;

class WrongSecretsTest {
  private static final String GRANT = "grant_type=client_credentials";

  private static Api api;

  @BeforeAll
  static void start() {
    api = Api.with(Map.of("CSR_IDENTITY_LIMITS_WRONG_SECRETS", "10"));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void newMinute() {
    DSL.using(api.database().worker(), SQLDialect.POSTGRES).execute("delete from csr.rate_limits");
  }

  @Test
  void afterTenWrongSecretsTheRightOneIsRefusedToo() {
    IntStream.range(0, 10).forEach(i -> assertThat(wrong("csr-cli").status()).isEqualTo(401));

    var answer = ask("csr-cli", Api.SECRET);

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.problem()).isEqualTo("identity/too-many-wrong-secrets");
    assertThat(Long.parseLong(answer.header("Retry-After").orElseThrow())).isBetween(1L, 60L);
  }

  @Test
  void theRightSecretDoesNotCount() {
    IntStream.range(0, 20)
        .forEach(i -> assertThat(ask("csr-cli", Api.SECRET).status()).isEqualTo(200));
  }

  @Test
  void wrongSecretsOfOneClientDoNotShutOutAnother() {
    IntStream.range(0, 11).forEach(i -> wrong("somebody-else"));

    assertThat(ask("csr-cli", Api.SECRET).status()).isEqualTo(200);
  }

  @Test
  void whoTriesManyClientsIsRefusedAfterAHundred() {
    IntStream.range(0, 100).forEach(i -> wrong("client-" + i));

    assertThat(wrong("client-new").status()).isEqualTo(429);
  }

  @Test
  void aForgedAddressMakesNoDifference() {
    IntStream.range(0, 10)
        .forEach(i ->
            new Http(api, "")
                .send(
                    "POST",
                    "/oauth2/token",
                    BodyPublishers.ofString(GRANT),
                    "Content-Type",
                    "application/x-www-form-urlencoded",
                    "Authorization",
                    "Basic Y3NyLWNsaTp3cm9uZw==",
                    "X-Forwarded-For",
                    "203.0.113." + i));

    assertThat(ask("csr-cli", Api.SECRET).status()).isEqualTo(429);
  }

  /** As a machine elsewhere would find it. */
  @Test
  void fromAnotherAddressTheClientGoesOn() {
    var database = Database.shared();
    var counts =
        new WrongSecrets(
            new Buckets(database.api(), TimeMeter.SYSTEM_MILLISECONDS),
            new LimitsSettings(1, 1, 2));
    var client = "client-" + UUID.randomUUID();
    counts.count("192.0.2.1", client);
    counts.count("192.0.2.1", client);

    assertThat(counts.refusal("192.0.2.1", client)).isPresent();
    assertThat(counts.refusal("192.0.2.2", client)).isEmpty();
  }

  private static Http.Answer wrong(String client) {
    return ask(client, "wrong");
  }

  private static Http.Answer ask(String client, String secret) {
    return new Http(api, "").form("/oauth2/token", GRANT, client, secret);
  }
}
