package org.teei.csr.api.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.PLATFORM_CALLBACKS;
import static org.teei.csr.schema.jooq.Tables.WEBHOOK_EVENTS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.CallbackListener;
import org.teei.csr.api.shared.Http;
import org.teei.csr.engines.webhooks.WebhookSource;
import org.teei.csr.schema.jooq.tables.records.PlatformCallbacksRecord;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.schema.webhooks.WebhookSeal;
import tools.jackson.databind.node.ObjectNode;

/** What platforms say, as it comes over the line. */
class CallbacksTest {
  private static final String REFUSED = "webhooks/not-from-the-source";

  private final Api api = Api.shared();
  private final String transaction = Sender.transaction();

  private List<PlatformCallbacksRecord> callbacks(String tenant) {
    return api.worker()
        .read(
            tenant,
            db ->
                db.selectFrom(PLATFORM_CALLBACKS)
                    .where(
                        PLATFORM_CALLBACKS.TENANT_ID.eq(tenant),
                        PLATFORM_CALLBACKS.TRANSACTION_ID.eq(transaction))
                    .fetch());
  }

  @ParameterizedTest
  @ValueSource(strings = {"benevity", "goodera", "workday"})
  void whatAPlatformSaysIsKept(String platform) {
    var sender = Sender.of(api, Api.TENANT, platform);

    var answer = sender.send(sender.processed(transaction));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"received\":true}");
    assertThat(callbacks(Api.TENANT))
        .singleElement()
        .satisfies(kept -> {
          assertThat(kept.getPlatform()).isEqualTo(platform);
          assertThat(kept.getOutcome()).isEqualTo("processed");
          assertThat(kept.getReason()).isNull();
          assertThat(kept.getMatchedDelivery()).isNull();
        });
    assertThat(callbacks("other")).isEmpty();
  }

  /** Down to the last blank, which a parser would have lost. */
  @Test
  void theBodyIsKeptAsItWasSentAndEncrypted() {
    var sender = Sender.of(api, Api.TENANT, "benevity");
    var body = " " + sender.processed(transaction) + "\r\n";

    assertThat(sender.send(body).status()).isEqualTo(200);

    var kept =
        api.worker()
            .read(
                Api.TENANT,
                db ->
                    db.selectFrom(WEBHOOK_EVENTS)
                        .where(WEBHOOK_EVENTS.ENDPOINT_ID.eq(sender.endpoint()))
                        .fetchSingle());
    assertThat(new String(kept.getBodyCiphertext(), UTF_8)).doesNotContain(transaction);
    assertThat(
            api.bean(WebhookSeal.class)
                .openBody(Api.TENANT, kept.getCallbackId(), kept.getBodyCiphertext()))
        .isEqualTo(body.getBytes(UTF_8));
  }

  @Test
  void aFailureIsKeptWithoutTheWordsOfThePlatform() {
    var sender = Sender.of(api, Api.TENANT, "goodera");

    sender.send(
        "{\"eventType\":\"data.failed\",\"transactionId\":\"%s\",\"error\":\"Jane Doe is not known\"}"
            .formatted(transaction));

    assertThat(callbacks(Api.TENANT))
        .singleElement()
        .satisfies(kept -> {
          assertThat(kept.getOutcome()).isEqualTo("failed");
          assertThat(kept.getReason()).isEqualTo("platform-says-failed");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"benevity", "goodera", "workday"})
  void theSameAgainIsAnsweredAlikeAndKeptOnce(String platform) {
    var sender = Sender.of(api, Api.TENANT, platform);
    var body = sender.processed(transaction).getBytes(UTF_8);
    var headers = sender.headers(body, Instant.now());

    var first = sender.send(body, headers);
    var replay = sender.send(body, headers);
    var signedAnew = sender.send(body, sender.headers(body, Instant.now().minusSeconds(60)));

    assertThat(List.of(first.status(), replay.status(), signedAnew.status())).containsOnly(200);
    assertThat(replay.text()).isEqualTo(first.text());
    assertThat(callbacks(Api.TENANT)).hasSize(1);
  }

  @Test
  void ofTwentyAtOnceOneIsKept() throws Exception {
    var sender = Sender.of(api, Api.TENANT, "workday");
    var body = sender.processed(transaction);
    Callable<Integer> send = () -> sender.send(body).status();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(Collections.nCopies(20, send))) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }

    assertThat(callbacks(Api.TENANT)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"benevity", "goodera", "workday"})
  void aChangedBodyIsRefused(String platform) {
    var sender = Sender.of(api, Api.TENANT, platform);
    var body = sender.processed(transaction).getBytes(UTF_8);
    var headers = sender.headers(body, Instant.now());
    var tampered = Arrays.copyOf(body, body.length + 1);
    tampered[body.length] = ' ';

    assertThat(sender.send(tampered, headers).problem()).isEqualTo(REFUSED);
    assertThat(callbacks(Api.TENANT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "benevity,-310",
    "benevity,310",
    "goodera,-310",
    "goodera,310",
    "workday,-310",
    "workday,310"
  })
  void anotherTimeThanOursIsRefused(String platform, int seconds) {
    var sender = Sender.of(api, Api.TENANT, platform);
    var body = sender.processed(transaction).getBytes(UTF_8);

    var answer = sender.send(body, sender.headers(body, Instant.now().plusSeconds(seconds)));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(callbacks(Api.TENANT)).isEmpty();
  }

  @Test
  void theSecretOfAnotherEndpointOpensNothing() {
    var sender = Sender.of(api, Api.TENANT, "benevity");
    var body = sender.processed(transaction);

    for (var other :
        List.of(
            Sender.of(api, Api.TENANT, "benevity"),
            Sender.of(api, Api.TENANT, "goodera"),
            Sender.of(api, "other", "benevity"))) {
      assertThat(sender.with(other.secret()).send(body).problem()).isEqualTo(REFUSED);
    }
    assertThat(callbacks(Api.TENANT)).isEmpty();
    assertThat(callbacks("other")).isEmpty();
  }

  @Test
  void anEndpointOfOneSourceServesNoOther() {
    var sender = Sender.of(api, Api.TENANT, "benevity");
    var goodera = sender.at(sender.address().replace("benevity", "goodera"));

    assertThat(goodera.send(goodera.processed(transaction)).problem()).isEqualTo(REFUSED);
    assertThat(callbacks(Api.TENANT)).isEmpty();
  }

  @Test
  void nobodyIsBelievedWithoutASignature() {
    var sender = Sender.of(api, Api.TENANT, "benevity");
    var body = sender.processed(transaction).getBytes(UTF_8);

    assertThat(sender.send(body).problem()).isEqualTo(REFUSED);
    assertThat(sender.send(body, "X-Benevity-Signature", "t=1").problem()).isEqualTo(REFUSED);
    assertThat(sender.send(new byte[0]).problem()).isEqualTo(REFUSED);
    assertThat(
            new Http(api)
                .send(
                    "POST",
                    sender.address(),
                    BodyPublishers.ofByteArray(body),
                    "Content-Type",
                    "application/json")
                .problem())
        .isEqualTo(REFUSED);
  }

  @Test
  void anEndpointThatIsNotThereIsAnsweredLikeAWrongSignature() {
    var sender = Sender.of(api, Api.TENANT, "benevity");
    var body = sender.processed(transaction);

    var wrong = sender.with("wrong").send(body);
    var missing = missing(sender).send(body);

    assertThat(missing.status()).isEqualTo(401);
    assertThat(told(missing)).isEqualTo(told(wrong));
    assertThat(missing.response().headers().map().keySet())
        .isEqualTo(wrong.response().headers().map().keySet());
  }

  /** In turns, so that whatever else the machine does falls on both. */
  @Test
  void anEndpointThatIsNotThereTakesAsLongAsAWrongSignature() {
    var wrong = Sender.of(api, Api.TENANT, "benevity").with("wrong");
    var missing = missing(wrong);
    var body = wrong.processed(transaction);
    List<Long> there = new ArrayList<>();
    List<Long> notThere = new ArrayList<>();

    for (int i = 0; i < 300; i++) {
      there.add(nanos(() -> wrong.send(body)));
      notThere.add(nanos(() -> missing.send(body)));
    }

    assertThat(median(notThere) / median(there)).isBetween(0.7, 1.4);
  }

  private static long nanos(Runnable work) {
    var begun = System.nanoTime();
    work.run();
    return System.nanoTime() - begun;
  }

  private static double median(List<Long> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }

  private static Sender missing(Sender like) {
    return like.at(like.address().replace(like.endpoint() + "", UUID.randomUUID() + ""));
  }

  /** A problem without what differs from request to request. */
  private static ObjectNode told(Http.Answer answer) {
    var problem = (ObjectNode) answer.json();
    problem.remove("requestId");
    problem.remove("traceId");
    problem.remove("instance");
    return problem;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "{}",
        "{\"event_type\":\"delivery.lost\",\"transaction_id\":\"BNV-1\"}",
        "{\"event_type\":\"delivery.success\"}"
      })
  void whatIsSignedWellAndUnreadableIsRefusedAsSuch(String body) {
    var answer = Sender.of(api, Api.TENANT, "benevity").send(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("webhooks/unreadable");
  }

  @Test
  void aLongBodyIsNotReadToItsEnd() {
    var sender = Sender.of(api, Api.TENANT, "benevity");

    assertThat(sender.send(" ".repeat(64 << 10) + sender.processed(transaction)).status())
        .isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({"GET,", "PUT,", "POST,/", "POST,;x", "POST,%20", "POST,/more"})
  void onlyAPostToTheVeryAddressIsOpenToStrangers(String method, String tail) {
    var sender = Sender.of(api, Api.TENANT, "benevity");
    var body = sender.processed(transaction).getBytes(UTF_8);

    var answer =
        new Http(api, "")
            .send(
                method,
                sender.address() + (tail == null ? "" : tail),
                BodyPublishers.ofByteArray(body),
                sender.headers(body, Instant.now()));

    assertThat(answer.status()).isIn(400, 401);
    assertThat(callbacks(Api.TENANT)).isEmpty();
  }

  @Test
  void listenersAreToldOnceAndTheirFailureHarmsNothing() {
    var sender = Sender.of(api, Api.TENANT, "goodera");
    List<String> told = new CopyOnWriteArrayList<>();
    CallbackListener failing =
        (tenant, platform, id) -> {
          throw new IllegalStateException("on purpose");
        };
    CallbackListener listening =
        (tenant, platform, id) -> told.add(tenant + " " + platform + " " + id);
    var listeners =
        new StaticListableBeanFactory(Map.of("failing", failing, "listening", listening));
    var callbacks =
        new Callbacks(
            api.bean(SystemView.class),
            api.bean(Tenancy.class),
            api.bean(WebhookSeal.class),
            listeners.getBeanProvider(CallbackListener.class),
            new SimpleMeterRegistry());
    var body = sender.processed(transaction).getBytes(UTF_8);
    var headers = sender.headers(body, Instant.now());

    for (int i = 0; i < 3; i++) {
      callbacks.receive(
          sender.endpoint(),
          WebhookSource.GOODERA,
          name -> headers[Arrays.asList(headers).indexOf(name) + 1],
          body);
    }

    assertThat(told).containsExactly("demo goodera " + transaction);
    assertThat(callbacks(Api.TENANT)).hasSize(1);
  }

  /** By endpoint and address, so that the platform itself is served elsewhere. */
  @Test
  void whoTriesSecretsInBulkIsSlowedDown() {
    try (var careful = api.beside(Map.of("CSR_IDENTITY_LIMITS_WRONG_SECRETS", "3"))) {
      var sender = Sender.of(careful, Api.TENANT, "benevity");
      var body = sender.processed(transaction);
      for (int i = 0; i < 3; i++) {
        assertThat(sender.with("guess-" + i).send(body).status()).isEqualTo(401);
      }

      var slowed = sender.with("guess").send(body);

      assertThat(slowed.status()).isEqualTo(429);
      assertThat(slowed.problem()).isEqualTo("identity/too-many-wrong-secrets");
      assertThat(Duration.ofSeconds(Long.parseLong(slowed.header("Retry-After").orElseThrow())))
          .isPositive();
      assertThat(Sender.of(careful, Api.TENANT, "benevity").send(body).status()).isEqualTo(200);
    }
  }
}
