package org.teei.csr.api.identity.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.API_KEYS;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class ApiKeysTest {
  private static final String KEYS = "/v1/admin/api-keys";

  private final Api api = Api.shared();
  private final Http http = new Http(api);

  @Test
  void aKeyMayWhatItsScopesSayAndNothingElse() {
    var key = new Http(api, secret(create("imports:read")));

    assertThat(key.get("/v1/imports").status()).isEqualTo(200);
    assertThat(key.post("/v1/profile/search", "{\"email\":\"a@example.org\"}").problem())
        .isEqualTo("identity/not-permitted");
    assertThat(key.get(KEYS).problem()).isEqualTo("identity/not-permitted");
  }

  @Test
  void aKeySeesItsOwnCompanyOnly() {
    var ours = create("imports:read");
    var theirs = Http.as(api, "other", "company_admin");

    assertThat(theirs.get(ours.header("location").orElseThrow()).status()).isEqualTo(404);
    assertThat(theirs.get(KEYS + "?page_size=100").text()).doesNotContain(id(ours));
    assertThat(revoke(theirs, ours).status()).isEqualTo(404);
    assertThat(new Http(api, secret(ours)).get("/v1/imports").status()).isEqualTo(200);
  }

  @Test
  void theSecretIsShownOnceAndKeptNowhere() {
    var created = create("imports:read");
    var secret = secret(created);

    assertThat(secret).startsWith("teei_live_").hasSizeGreaterThan(50);
    assertThat(http.get(created.header("location").orElseThrow()).text())
        .contains(secret.substring(0, 14))
        .doesNotContain(secret);
    assertThat(http.get(KEYS + "?page_size=100").text()).doesNotContain(secret);
    assertThat(everythingAboutKeys()).contains(id(created)).doesNotContain(secret.substring(14));
  }

  @Test
  void aRepetitionWithTheSameKeyMakesNoSecondOneAndGivesNoSecretAgain() {
    var repeated = UUID.randomUUID().toString();
    var first = create(http, "[\"imports:read\"]", "Idempotency-Key", repeated);

    var second = create(http, "[\"imports:read\"]", "Idempotency-Key", repeated);

    assertThat(second.problem()).isEqualTo("idempotency/secret-given");
    assertThat(second.header("location")).isEqualTo(first.header("location"));
    assertThat(second.text()).doesNotContain("teei_live_");
  }

  @Test
  void ofManyAtOnceWithTheSameKeyOneGetsTheSecret() throws Exception {
    var repeated = UUID.randomUUID().toString();
    Callable<Http.Answer> creation =
        () -> create(http, "[\"imports:read\"]", "Idempotency-Key", repeated);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(Stream.generate(() -> creation).limit(8).toList()).stream()
              .map(answer -> answer.resultNow())
              .toList();

      assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
      assertThat(answers)
          .filteredOn(answer -> answer.status() != 201)
          .allMatch(answer -> answer.status() == 409);
    }
  }

  @Test
  void aRevokedKeyIsRefusedFromTheNextRequestOn() {
    var created = create("imports:read");

    assertThat(revoke(http, created).status()).isEqualTo(204);
    assertThat(revoke(http, created).status()).isEqualTo(204);
    assertThat(new Http(api, secret(created)).get("/v1/imports").problem())
        .isEqualTo("identity/not-signed-in");
  }

  @Test
  void anExpiredKeyIsRefused() {
    var created = create("imports:read");
    DSL.using(api.database().superuser(), SQLDialect.POSTGRES)
        .update(API_KEYS)
        .set(API_KEYS.EXPIRES_AT, Instant.now().minusSeconds(1))
        .where(API_KEYS.KEY_ID.eq(UUID.fromString(id(created))))
        .execute();

    assertThat(new Http(api, secret(created)).get("/v1/imports").problem())
        .isEqualTo("identity/not-signed-in");
  }

  @Test
  void whenItWasUsedLastIsSeen() {
    var created = create("imports:read");
    assertThat(created.json().get("lastUsedAt").isNull()).isTrue();

    new Http(api, secret(created)).get("/v1/imports");

    assertThat(http.get(created.header("location").orElseThrow()).json().get("lastUsedAt").isNull())
        .isFalse();
  }

  @Test
  void aKeyExpiresAfterNinetyDaysUnlessSaidOtherwise() {
    var created = create("imports:read").json();

    assertThat(Instant.parse(created.get("expiresAt").asString()))
        .isBetween(
            Instant.now().plusSeconds(89 * 86_400L), Instant.now().plusSeconds(91 * 86_400L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imports:approve", "members:manage", "imports", "IMPORTS:READ", "*", ""})
  void scopesThatMachinesCannotHaveAreRefusedByName(String scope) {
    var refused = create(http, "[\"imports:read\",\"" + scope + "\"]");

    assertThat(refused.problem()).isEqualTo("shared/invalid-body");
    assertThat(refused.json().get("errors").findValuesAsString("pointer"))
        .containsExactly("/scopes/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "teei_live_",
        "teei_live_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "teei_live_' or 1=1 --",
        "teei_test_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void aKeyThatWasNeverMadeIsRefused(String invented) {
    assertThat(new Http(api, invented).get("/v1/imports").status()).isIn(400, 401);
  }

  @Test
  void usersOfTheCompanyMakeNoKeys() {
    assertThat(create(Http.as(api, Api.TENANT, "company_user"), "[\"imports:read\"]").problem())
        .isEqualTo("identity/not-permitted");
  }

  private Http.Answer create(String scope) {
    return create(http, "[\"" + scope + "\"]");
  }

  private static Http.Answer create(Http who, String scopes, String... headers) {
    return who.post(KEYS, "{\"name\":\"Export\",\"scopes\":%s}".formatted(scopes), headers);
  }

  private static Http.Answer revoke(Http who, Http.Answer created) {
    return who.send("DELETE", KEYS + "/" + id(created), BodyPublishers.noBody());
  }

  private static String id(Http.Answer created) {
    return created.json().get("id").asString();
  }

  private static String secret(Http.Answer created) {
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return created.json().get("secret").asString();
  }

  /** All that the database has of keys and of answers to those who made them. */
  private String everythingAboutKeys() {
    var superuser = DSL.using(api.database().superuser(), SQLDialect.POSTGRES);
    return String.join(
        "\n",
        List.of("api_keys", "idempotency_keys", "audit_entries").stream()
            .map(table -> superuser.fetch("select t::text from csr." + table + " t").formatCSV())
            .toList());
  }
}
