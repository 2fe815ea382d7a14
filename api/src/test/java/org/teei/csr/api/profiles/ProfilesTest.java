package org.teei.csr.api.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.PERSON_KEYS;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class ProfilesTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Persons persons = new Persons(api);
  private final String email = "p" + UUID.randomUUID() + "@example.org";

  @Test
  void aPersonIsShownWithSessionsAndMaskedContactData() {
    var id = persons.person(Api.TENANT, email);
    persons.session(id);

    var answer = http.get("/v1/profile/" + id);

    assertThat(answer.header("cache-control")).contains("no-store");
    assertThat(answer.text()).doesNotContain(email);
    var profile = answer.json();
    assertThat(profile.get("identifiers").get(0).get("masked").asString())
        .isEqualTo("p…@example.org");
    assertThat(profile.get("sessionsTotal").asInt()).isEqualTo(1);
    assertThat(profile.get("sessions").get(0).get("role").asString()).isEqualTo("participant");
    assertThat(profile.get("sessions").get(0).get("facts").get("durationMinutes").asInt())
        .isEqualTo(45);
    assertThat(profile.get("sessions").get(0).get("facts").has("ratingPosition")).isFalse();
  }

  @Test
  void aPersonIsShownWithCoursesAndCredentialsAndWhetherTheseStillHold() {
    var id = persons.person(Api.TENANT, email);
    var completion = persons.completion(id, "EXEC-101");
    var past = persons.credential(id, Instant.now().minusSeconds(60));
    var coming = persons.credential(id, Instant.now().plusSeconds(86_400));
    var lasting = persons.credential(id, null);

    var answer = http.get("/v1/profile/" + id);

    var profile = answer.json();
    assertThat(profile.get("completions").size()).isEqualTo(1);
    assertThat(profile.get("completions").get(0).get("id").asString())
        .isEqualTo(completion.toString());
    assertThat(profile.get("completions").get(0).get("finalScore").asDouble()).isEqualTo(92.5);
    var expired = new HashMap<String, Boolean>();
    profile
        .get("credentials")
        .forEach(credential ->
            expired.put(credential.get("id").asString(), credential.get("expired").asBoolean()));
    assertThat(expired)
        .isEqualTo(
            Map.of(past.toString(), true, coming.toString(), false, lasting.toString(), false));
    assertThat(answer.text()).doesNotContain("verification", "ciphertext");
  }

  @Test
  void whatSomebodyLearnedWhoTurnedOutToBeAnotherIsShownToo() {
    var stayed = persons.person(Api.TENANT, email);
    var alias = persons.person(Api.TENANT, "other-" + email);
    persons.completion(alias, "EXEC-101");
    persons.credential(alias, null);
    persons.merge(alias, stayed);

    var profile = http.get("/v1/profile/" + stayed).json();

    assertThat(profile.get("completions").size()).isEqualTo(1);
    assertThat(profile.get("credentials").size()).isEqualTo(1);
  }

  @Test
  void aPersonIsShownWithTheirMatchesAndThoseOfWhoTurnedOutToBeThem() {
    var id = persons.person(Api.TENANT, email);
    var alias = persons.person(Api.TENANT, "alias-" + email);
    var other = persons.person(Api.TENANT, "other-" + email);
    persons.merge(alias, id);
    var older = persons.match(other, alias);
    var newer = persons.match(id, other);

    var profile = http.get("/v1/profile/" + id).json();

    assertThat(profile.get("matchesTotal").asInt()).isEqualTo(2);
    assertThat(profile.get("matches").findValuesAsString("id"))
        .containsExactly(newer.toString(), older.toString());
    assertThat(profile.get("matches").findValuesAsString("role"))
        .containsExactly("participant", "buddy");
    assertThat(profile.get("matches").get(0).get("status").asString()).isEqualTo("inactive");
    var stranger = http.get("/v1/profile/" + persons.person(Api.TENANT, "x" + email)).json();
    assertThat(stranger.get("matches").size()).isZero();
  }

  @Test
  void aPersonWhoDidNotChangeIsNotSentAgain() {
    var id = persons.person(Api.TENANT, email);
    var tag = http.get("/v1/profile/" + id).header("etag").orElseThrow();

    assertThat(http.get("/v1/profile/" + id, "If-None-Match", tag).status()).isEqualTo(304);
    persons.session(id);
    assertThat(http.get("/v1/profile/" + id, "If-None-Match", tag).status()).isEqualTo(200);
  }

  @Test
  void aPersonIsFoundByAddressInAnyCase() {
    var id = persons.person(Api.TENANT, email);

    var found =
        http.post(
            "/v1/profile/search", "{\"email\":\" %s \"}".formatted(email.toUpperCase(Locale.ROOT)));

    assertThat(found.json().get("items").get(0).get("id").asString()).isEqualTo(id.toString());
    assertThat(found.text()).doesNotContain(email);
  }

  @Test
  void nobodyIsAnEmptyList() {
    var answer = http.post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(email));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("items").size()).isZero();
  }

  @Test
  void eachLookIsOnRecord() {
    var id = persons.person(Api.TENANT, email);

    http.get("/v1/profile/" + id);
    http.post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(email));

    assertThat(new Records(api).auditedActions(id))
        .containsExactlyInAnyOrder("profiles.viewed", "profiles.found");
  }

  @Test
  void aPersonOfAnotherTenantIsNotFound() {
    var tenant = api.database().freshTenant();
    var id = persons.person(tenant, email);

    assertThat(http.get("/v1/profile/" + id).problem()).isEqualTo("shared/not-found");
    assertThat(
            http.post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(email))
                .json()
                .get("items")
                .size())
        .isZero();
  }

  @Test
  void aPersonWhoTurnedOutToBeAnotherIsShownAsThatOne() {
    var stayed = persons.person(Api.TENANT, email);
    var alias = persons.person(Api.TENANT, "other-" + email);
    persons.session(alias);
    persons.merge(alias, stayed);

    var profile = http.get("/v1/profile/" + alias).json();

    assertThat(profile.get("id").asString()).isEqualTo(stayed.toString());
    assertThat(profile.get("sessionsTotal").asInt()).isEqualTo(1);
  }

  @Test
  void aPersonWhoseKeyIsDestroyedIsShownWithoutContactData() {
    var id = persons.person(Api.TENANT, email);
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.deleteFrom(PERSON_KEYS)
                    .where(PERSON_KEYS.TENANT_ID.eq(Api.TENANT), PERSON_KEYS.PERSON_ID.eq(id))
                    .execute());

    var profile = http.get("/v1/profile/" + id);

    assertThat(profile.status()).isEqualTo(200);
    assertThat(profile.json().get("identifiers").size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"a@b.org, a…@b.org", "😀x@b.org, 😀…@b.org", "handle, h…", "'', …", "@b, @…"})
  void maskingShowsTheFirstLetterAndTheDomain(String value, String masked) {
    assertThat(Masking.mask(value)).isEqualTo(masked);
  }
}
