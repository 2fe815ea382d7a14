package org.teei.csr.api.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.PLATFORM_CALLBACKS;
import static org.teei.csr.schema.jooq.Tables.WEBHOOK_ENDPOINTS;
import static org.teei.csr.schema.jooq.Tables.WEBHOOK_EVENTS;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.tenancy.Tenancy;

class WebhookEndpointsTest {
  private static final String PATH = "/v1/webhooks/endpoints";
  private static final String REFUSED = "webhooks/not-from-the-source";

  private final Api api = Api.shared();
  private final Http http = new Http(api);

  private static String wanted(String more) {
    return "{\"source\":\"benevity\",\"name\":\"n-%s\"%s}".formatted(UUID.randomUUID(), more);
  }

  @Test
  void theSecretIsShownOnce() {
    var made = http.post(PATH, wanted(""));

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var secret = made.json().get("secret").asString();
    assertThat(secret).startsWith("whsec_").hasSizeGreaterThan(40);
    var location = made.header("location").orElseThrow();
    var shown = http.get(location);
    assertThat(shown.json().get("address").asString())
        .isEqualTo("/v1/webhooks/" + made.json().get("id").asString() + "/benevity");
    assertThat(shown.json().get("signatureProfile").asString()).isEqualTo("timed-hex");
    assertThat(shown.text()).doesNotContain("whsec_").doesNotContain("\"secret\"");
    assertThat(http.get(PATH).text()).doesNotContain("whsec_");
  }

  @Test
  void theSecretIsKeptEncrypted() {
    var made = http.post(PATH, wanted("")).json();

    var kept =
        api.bean(Tenancy.class)
            .read(
                Api.TENANT,
                db ->
                    db.selectFrom(WEBHOOK_ENDPOINTS)
                        .where(
                            WEBHOOK_ENDPOINTS.ENDPOINT_ID.eq(
                                UUID.fromString(made.get("id").asString())))
                        .fetchSingle());
    assertThat(new String(kept.getSecretCiphertext(), UTF_8))
        .doesNotContain(made.get("secret").asString());
  }

  @Test
  void aRepetitionMakesOneEndpointAndIsNotToldTheSecret() {
    var body = wanted("");
    var key = UUID.randomUUID().toString();

    var first = http.post(PATH, body, "Idempotency-Key", key);
    var second = http.post(PATH, body, "Idempotency-Key", key);

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.header("location")).isEqualTo(first.header("location"));
    assertThat(second.text()).doesNotContain("whsec_");
  }

  @Test
  void aSecretOfTheOtherSideIsTakenAndNeverShown() {
    var secret = UUID.randomUUID().toString();

    var made = http.post(PATH, wanted(",\"secret\":\"" + secret + "\""));

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text()).doesNotContain(secret);
    var sender = new Sender(api, made.json().get("address").asString(), secret);
    assertThat(sender.send(sender.processed(Sender.transaction())).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"source\":\"linkedin\",\"name\":\"n\"}",
        "{\"source\":\"benevity\"}",
        "{\"source\":\"benevity\",\"name\":\" \"}",
        "{\"source\":\"benevity\",\"name\":\"n\",\"secret\":\"short\"}",
        "{\"name\":\"n\"}"
      })
  void whatCannotBeAnEndpointIsRefused(String body) {
    assertThat(http.post(PATH, body).status()).isEqualTo(400);
  }

  @Test
  void bothSecretsAreGoodWhileTheSourceChangesOver() {
    var sender = Sender.of(api, Api.TENANT, "benevity");

    var rotated = rotate(sender, "{}").json();

    var anew = sender.with(rotated.get("secret").asString());
    assertThat(Instant.parse(rotated.get("previousSecretUntil").asString()))
        .isBetween(
            Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
    assertThat(anew.send(anew.processed(Sender.transaction())).status()).isEqualTo(200);
    assertThat(sender.send(sender.processed(Sender.transaction())).status()).isEqualTo(200);
    assertThat(sender.with("neither").send(sender.processed(Sender.transaction())).problem())
        .isEqualTo(REFUSED);
  }

  @Test
  void withoutAnOverlapTheSecretBeforeEndsAtOnce() {
    var sender = Sender.of(api, Api.TENANT, "workday");

    var rotated = rotate(sender, "{\"overlapHours\":0}").json();

    assertThat(sender.send(sender.processed(Sender.transaction())).problem()).isEqualTo(REFUSED);
    var anew = sender.with(rotated.get("secret").asString());
    assertThat(anew.send(anew.processed(Sender.transaction())).status()).isEqualTo(200);
  }

  private Http.Answer rotate(Sender sender, String body) {
    var answer = http.post(PATH + "/" + sender.endpoint() + "/secret", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }

  @Test
  void anEndpointThatWasRemovedServesNobodyAndWhatWasSaidStays() {
    var sender = Sender.of(api, Api.TENANT, "goodera");
    var transaction = Sender.transaction();
    sender.send(sender.processed(transaction));

    var removed = http.send("DELETE", PATH + "/" + sender.endpoint(), BodyPublishers.noBody());

    assertThat(removed.status()).isEqualTo(204);
    assertThat(sender.send(sender.processed(Sender.transaction())).problem()).isEqualTo(REFUSED);
    assertThat(
            api.worker()
                .<Integer>read(
                    Api.TENANT,
                    db ->
                        db.fetchCount(
                            WEBHOOK_EVENTS, WEBHOOK_EVENTS.ENDPOINT_ID.eq(sender.endpoint()))))
        .isZero();
    assertThat(
            api.worker()
                .<Integer>read(
                    Api.TENANT,
                    db ->
                        db.fetchCount(
                            PLATFORM_CALLBACKS, PLATFORM_CALLBACKS.TRANSACTION_ID.eq(transaction))))
        .isEqualTo(1);
  }

  @Test
  void aCompanyHasAsManyEndpointsAsItMay() {
    try (var strict = Api.with(Map.of("csr.webhooks.endpoints", "2"))) {
      var admin = new Http(strict);
      admin.post(PATH, wanted(""));
      admin.post(PATH, wanted(""));

      assertThat(admin.post(PATH, wanted("")).problem()).isEqualTo("webhooks/too-many-endpoints");
      assertThat(admin.get(PATH).json().get("items").size()).isEqualTo(2);
    }
  }
}
