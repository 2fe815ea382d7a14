package org.teei.csr.api.imports.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.IMPORT_NOTICES;
import static org.teei.csr.schema.jooq.Tables.IMPORT_SUBSCRIPTIONS;
import static org.teei.csr.schema.jooq.Tables.START_INTENTS;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.imports.SubscriptionSeal;
import org.teei.csr.schema.jooq.tables.records.ImportSubscriptionsRecord;

class SubscriptionsTest {
  private static final String PATH = "/v1/import-subscriptions";

  private static Api api;
  private static Http http;

  @BeforeAll
  static void start() {
    api = Api.with(Map.of("CSR_MAIL_HOST", "mail.example.org"));
    http = new Http(api);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String webhook(String url) {
    return "{\"name\":\"ours\",\"channel\":\"webhook\",\"url\":\"%s\"}".formatted(url);
  }

  private static String fresh() {
    return webhook("https://receiver.example.org/" + UUID.randomUUID());
  }

  private static String subscribed() {
    return PATH + "/" + http.post(PATH, fresh()).json().get("id").asString();
  }

  private static String replacement(boolean active) {
    return "{\"name\":\"theirs\",\"statuses\":[\"failed\"],\"retryProfile\":\"linear\",\"active\":%b}"
        .formatted(active);
  }

  private static Http.Answer put(String path, String body, String... headers) {
    var all = new ArrayList<>(List.of("Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return http.send("PUT", path, BodyPublishers.ofString(body), all.toArray(String[]::new));
  }

  @Test
  void theSecretIsShownOnceInTheFormOfStandardWebhooks() {
    var made = http.post(PATH, fresh());

    assertThat(made.status()).isEqualTo(201);
    var secret = made.json().get("secret").asString();
    assertThat(secret).startsWith("whsec_");
    assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSize(32);
    var location = made.header("location").orElseThrow();
    assertThat(http.get(location).text()).doesNotContain(secret).doesNotContain("whsec_");
    assertThat(http.get(PATH).text()).doesNotContain("whsec_");
  }

  @Test
  void whoDoesNotSayIsToldOfWhatMayNeedThemAndOfTheEnd() {
    var made = http.get(subscribed()).json();

    assertThat(made.get("statuses").valueStream().map(one -> one.asString()))
        .containsExactly("awaiting_approval", "approval_reminder", "parked", "completed", "failed");
    assertThat(made.get("retryProfile").asString()).isEqualTo("exponential");
    assertThat(made.get("active").asBoolean()).isTrue();
  }

  @Test
  void whoNamesDeliveriesAloneIsToldOfNothingElse() {
    var made =
        http.post(
            PATH,
            "{\"name\":\"ours\",\"channel\":\"webhook\",\"url\":\"https://receiver.example.org/\",\"deliveryStatuses\":[\"awaiting_approval\",\"confirmed\",\"confirmed\"]}");

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var shown = http.get(made.header("location").orElseThrow()).json();
    assertThat(shown.get("statuses")).isEmpty();
    assertThat(shown.get("deliveryStatuses").valueStream().map(one -> one.asString()))
        .containsExactly("awaiting_approval", "confirmed");
  }

  @Test
  void aReplacementThatDoesNotNameDeliveriesLeavesThem() {
    var path =
        PATH
            + "/"
            + http.post(
                    PATH,
                    "{\"name\":\"ours\",\"channel\":\"webhook\",\"url\":\"https://receiver.example.org/\",\"deliveryStatuses\":[\"parked\"]}")
                .json()
                .get("id")
                .asString();

    var kept = put(path, replacement(true), "If-Match", "\"1\"");
    var gone =
        put(path, replacement(true).replace("}", ",\"deliveryStatuses\":[]}"), "If-Match", "\"2\"");
    var nothing =
        put(
            path,
            replacement(true)
                .replace("[\"failed\"]", "[]")
                .replace("}", ",\"deliveryStatuses\":[]}"),
            "If-Match",
            "\"3\"");

    assertThat(kept.json().get("deliveryStatuses").get(0).asString()).isEqualTo("parked");
    assertThat(gone.json().get("deliveryStatuses")).isEmpty();
    assertThat(nothing.status()).isEqualTo(400);
    assertThat(nothing.json().at("/errors/0/pointer").asString()).isEqualTo("/statuses");
  }

  @Test
  void aRepetitionMakesOneSubscriptionAndIsNotToldTheSecret() {
    var body = fresh();
    var key = UUID.randomUUID().toString();

    var first = http.post(PATH, body, "Idempotency-Key", key);
    var second = http.post(PATH, body, "Idempotency-Key", key);

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.header("location")).isEqualTo(first.header("location"));
    assertThat(second.text()).doesNotContain("whsec_");
  }

  @Test
  void addressesOfMailAreShownMaskedAndNoSecretIsMade() {
    var made =
        http.post(
            PATH,
            "{\"name\":\"people\",\"channel\":\"mail\",\"addresses\":[\"jane.doe@example.org\"],\"statuses\":[\"completed\"]}");

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.json().get("secret").isNull()).isTrue();
    assertThat(made.json().get("addresses").get(0).asString()).isEqualTo("j…@example.org");
    assertThat(made.text()).doesNotContain("jane.doe");
    assertThat(http.post(made.header("location").orElseThrow() + "/secret").problem())
        .isEqualTo("imports/no-secret");
  }

  @Test
  void neitherUrlNorAddressNorSecretIsReadableInTheDatabase() {
    var url = "https://receiver.example.org/" + UUID.randomUUID();
    var secret = http.post(PATH, webhook(url)).json().get("secret").asString();

    var rows =
        DSL.using(api.database().superuser(), SQLDialect.POSTGRES)
            .fetch("select * from csr.import_subscriptions")
            .formatCSV();

    assertThat(rows).doesNotContain(url).doesNotContain(secret);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://receiver.example.org/",
        "https://user:word@receiver.example.org/",
        "https://receiver.example.org/#part",
        "receiver.example.org",
        "https://",
        "file:///etc/passwd",
        "not an address"
      })
  void aUrlThatCannotBeToldIsRefused(String url) {
    var refused = http.post(PATH, webhook(url));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("/url");
    assertThat(refused.text()).doesNotContain("word@");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"x\",\"channel\":\"webhook\"}",
        "{\"name\":\"x\",\"channel\":\"mail\"}",
        "{\"name\":\"x\",\"channel\":\"mail\",\"addresses\":[]}",
        "{\"name\":\"x\",\"channel\":\"mail\",\"addresses\":[\"nobody\"]}",
        "{\"name\":\"x\",\"channel\":\"mail\",\"addresses\":[\"a@example.org\"],\"url\":\"https://example.org\"}",
        "{\"name\":\"x\",\"channel\":\"webhook\",\"url\":\"https://example.org\",\"statuses\":[]}",
        "{\"name\":\"x\",\"channel\":\"webhook\",\"url\":\"https://example.org\",\"statuses\":[\"merging\"]}",
        "{\"name\":\"x\",\"channel\":\"webhook\",\"url\":\"https://example.org\",\"deliveryStatuses\":[]}",
        "{\"name\":\"x\",\"channel\":\"webhook\",\"url\":\"https://example.org\",\"deliveryStatuses\":[\"delivering\"]}",
        "{\"name\":\"x\",\"channel\":\"pigeon\",\"url\":\"https://example.org\"}",
        "{\"name\":\"\",\"channel\":\"webhook\",\"url\":\"https://example.org\"}"
      })
  void aSubscriptionThatMakesNoSenseIsRefused(String body) {
    assertThat(http.post(PATH, body).status()).isEqualTo(400);
  }

  @Test
  void whereNoMailIsSentNobodySubscribesByIt() {
    var without = new Http(Api.shared());

    var refused =
        without.post(
            PATH, "{\"name\":\"x\",\"channel\":\"mail\",\"addresses\":[\"a@example.org\"]}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.problem()).isEqualTo("imports/mail-not-configured");
  }

  @Test
  void outsideDevelopmentOnlyEncryptedAddressesAreTaken() {
    assertThat(Target.of(Channel.WEBHOOK, "https://example.org/", null, false).parts())
        .containsExactly("https://example.org/");
    assertThatThrownBy(() -> Target.of(Channel.WEBHOOK, "http://example.org/", null, false))
        .hasMessage("shared/invalid-body");
  }

  @Test
  void aReplacementNamesTheVersionThatItReplaces() {
    var path = subscribed();

    assertThat(put(path, replacement(false)).status()).isEqualTo(428);
    assertThat(put(path, replacement(false), "If-Match", "\"7\"").status()).isEqualTo(412);
    var replaced = put(path, replacement(false), "If-Match", "\"1\"");

    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.header("etag")).contains("\"2\"");
    assertThat(replaced.json().get("inactiveBecause").asString()).isEqualTo("switched-off");
    assertThat(replaced.json().get("url").asString()).startsWith("https://receiver.example.org/");
    assertThat(replaced.json().get("statuses").get(0).asString()).isEqualTo("failed");
  }

  @Test
  void whatWasGoneIsToldAgainOnceItIsSwitchedOn() {
    var path = subscribed();
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_SUBSCRIPTIONS)
                    .set(IMPORT_SUBSCRIPTIONS.ACTIVE, false)
                    .set(IMPORT_SUBSCRIPTIONS.INACTIVE_BECAUSE, "gone")
                    .where(
                        IMPORT_SUBSCRIPTIONS.TENANT_ID.eq(Api.TENANT),
                        IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID.eq(idOf(path)))
                    .execute());
    assertThat(http.get(path).json().get("inactiveBecause").asString()).isEqualTo("gone");
    assertThat(http.post(path + "/test").problem()).isEqualTo("imports/subscription-inactive");

    var replaced = put(path, replacement(true), "If-Match", "\"1\"");

    assertThat(replaced.json().get("inactiveBecause").isNull()).isTrue();
    assertThat(http.post(path + "/test").status()).isEqualTo(202);
  }

  @Test
  void aNewSecretSignsBesideTheOneBeforeForAWhile() {
    var made = http.post(PATH, fresh()).json();
    var path = PATH + "/" + made.get("id").asString();

    var rotated = http.post(path + "/secret?overlapHours=2");

    assertThat(rotated.status()).isEqualTo(201);
    var row = row(path);
    var seal = api.bean(SubscriptionSeal.class);
    assertThat(seal.openSecret(Api.TENANT, idOf(path), row.getSecretCiphertext()))
        .isEqualTo(rotated.json().get("secret").asString());
    assertThat(seal.openSecret(Api.TENANT, idOf(path), row.getPreviousSecretCiphertext()))
        .isEqualTo(made.get("secret").asString());
    assertThat(row.getPreviousSecretUntil())
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(119)),
            Instant.now().plus(Duration.ofMinutes(121)));
    assertThat(http.get(path).text()).doesNotContain("whsec_");
  }

  @Test
  void aTestIsANoticeOfItsOwnThatAWorkflowSends() {
    var path = subscribed();
    var key = UUID.randomUUID().toString();

    var first = http.send("POST", path + "/test", BodyPublishers.noBody(), "Idempotency-Key", key);
    var second = http.send("POST", path + "/test", BodyPublishers.noBody(), "Idempotency-Key", key);

    assertThat(first.status()).isEqualTo(202);
    assertThat(second.json()).isEqualTo(first.json());
    var notice = first.json();
    assertThat(notice.get("status").asString()).isEqualTo("test");
    assertThat(notice.get("state").asString()).isEqualTo("pending");
    assertThat(http.get(first.header("location").orElseThrow()).json()).isEqualTo(notice);
    assertThat(http.get(path + "/deliveries").json().get("items").size()).isEqualTo(1);
    assertThat(starts(notice.get("workflowId").asString())).isEqualTo(1);
  }

  @Test
  void onlyWhatHasComeToItsEndIsSentOnceMore() {
    var path = subscribed();
    var notice = http.post(path + "/test").json();
    var resend = path + "/deliveries/" + notice.get("id").asString() + "/resend";

    assertThat(http.post(resend).problem()).isEqualTo("imports/notice-under-way");
    end(notice.get("id").asString());
    var again = http.post(resend);

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json().get("id")).isEqualTo(notice.get("id"));
    assertThat(again.json().get("state").asString()).isEqualTo("pending");
    assertThat(starts(notice.get("workflowId").asString())).isEqualTo(2);
  }

  @Test
  void twentyWhoSendItOnceMoreAtOnceSendItOnce() throws Exception {
    var path = subscribed();
    var notice = http.post(path + "/test").json();
    var resend = path + "/deliveries/" + notice.get("id").asString() + "/resend";
    end(notice.get("id").asString());
    List<Callable<Integer>> all = new ArrayList<>();
    for (var i = 0; i < 20; i++) {
      all.add(() -> http.post(resend).status());
    }

    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(all)) {
        statuses.add(answer.get());
      }
    }

    assertThat(statuses).filteredOn(status -> status == 202).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 409).hasSize(19);
    assertThat(starts(notice.get("workflowId").asString())).isEqualTo(2);
  }

  @Test
  void aNoticeIsFoundUnderItsOwnSubscriptionOnly() {
    var notice = http.post(subscribed() + "/test").json().get("id").asString();

    assertThat(http.get(subscribed() + "/deliveries/" + notice).status()).isEqualTo(404);
    assertThat(http.post(subscribed() + "/deliveries/" + notice + "/resend").status())
        .isEqualTo(404);
  }

  @Test
  void whatIsTakenAwayTakesItsNoticesAlong() {
    var path = subscribed();
    http.post(path + "/test");

    assertThat(http.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(204);

    assertThat(http.get(path).status()).isEqualTo(404);
    assertThat(http.get(path + "/deliveries").status()).isEqualTo(404);
    assertThat(http.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(404);
  }

  @Test
  void aCompanyHasSoManySubscriptionsAndNoMore() {
    try (var limited = api.beside(Map.of("csr.notices.subscriptions", "2"))) {
      var other = Http.as(limited, "other", "company_admin");
      other.post(PATH, fresh());
      other.post(PATH, fresh());

      var refused = other.post(PATH, fresh());

      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.problem()).isEqualTo("imports/too-many-subscriptions");
      assertThat(other.get(PATH).json().get("total").asLong()).isEqualTo(2);
    }
  }

  private static UUID idOf(String path) {
    return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
  }

  private static ImportSubscriptionsRecord row(String path) {
    return api.worker()
        .read(
            Api.TENANT,
            db ->
                db.selectFrom(IMPORT_SUBSCRIPTIONS)
                    .where(
                        IMPORT_SUBSCRIPTIONS.TENANT_ID.eq(Api.TENANT),
                        IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID.eq(idOf(path)))
                    .fetchSingle());
  }

  private static void end(String notice) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(IMPORT_NOTICES)
                    .set(IMPORT_NOTICES.STATE, "failed")
                    .set(IMPORT_NOTICES.FINISHED_AT, DSL.currentInstant())
                    .where(
                        IMPORT_NOTICES.TENANT_ID.eq(Api.TENANT),
                        IMPORT_NOTICES.NOTICE_ID.eq(UUID.fromString(notice)))
                    .execute());
  }

  private static int starts(String workflowId) {
    return api.worker()
        .read(
            Api.TENANT,
            db ->
                db.fetchCount(
                    START_INTENTS,
                    START_INTENTS.TENANT_ID.eq(Api.TENANT),
                    START_INTENTS.WORKFLOW_ID.eq(workflowId)));
  }
}
