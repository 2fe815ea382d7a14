package org.teei.csr.api.profiles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.PERSON_KEYS;
import static org.teei.csr.schema.jooq.Tables.PROFILES;
import static org.teei.csr.schema.jooq.Tables.PROFILE_IDENTIFIERS;
import static org.teei.csr.schema.jooq.Tables.PROFILE_TIMELINE;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jooq.JSONB;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;

class ProfilesTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final String email = "p" + UUID.randomUUID() + "@example.org";

  @Test
  void aPersonIsShownWithSessionsAndMaskedContactData() {
    var id = person(Api.TENANT, email);
    session(id);

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
  void aPersonWhoDidNotChangeIsNotSentAgain() {
    var id = person(Api.TENANT, email);
    var tag = http.get("/v1/profile/" + id).header("etag").orElseThrow();

    assertThat(http.get("/v1/profile/" + id, "If-None-Match", tag).status()).isEqualTo(304);
    session(id);
    assertThat(http.get("/v1/profile/" + id, "If-None-Match", tag).status()).isEqualTo(200);
  }

  @Test
  void aPersonIsFoundByAddressInAnyCase() {
    var id = person(Api.TENANT, email);

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
    var id = person(Api.TENANT, email);

    http.get("/v1/profile/" + id);
    http.post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(email));

    assertThat(new Records(api).auditedActions(id))
        .containsExactlyInAnyOrder("profiles.viewed", "profiles.found");
  }

  @Test
  void aPersonOfAnotherTenantIsNotFound() {
    var tenant = api.database().freshTenant();
    var id = person(tenant, email);

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
    var stayed = person(Api.TENANT, email);
    var alias = person(Api.TENANT, "other-" + email);
    session(alias);
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(PROFILES)
                    .set(PROFILES.MERGED_INTO, stayed)
                    .where(PROFILES.TENANT_ID.eq(Api.TENANT), PROFILES.PERSON_ID.eq(alias))
                    .execute());

    var profile = http.get("/v1/profile/" + alias).json();

    assertThat(profile.get("id").asString()).isEqualTo(stayed.toString());
    assertThat(profile.get("sessionsTotal").asInt()).isEqualTo(1);
  }

  @Test
  void aPersonWhoseKeyIsDestroyedIsShownWithoutContactData() {
    var id = person(Api.TENANT, email);
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

  private UUID person(String tenant, String address) {
    var id = UUID.randomUUID();
    var identifier = UUID.randomUUID();
    var keys = api.bean(PersonKeys.class);
    var index = api.bean(TenantKeys.class).blindIndex(tenant).of("email", address);
    var key = keys.generate(tenant, id);
    var wrapped = keys.wrap(key);
    api.worker()
        .change(
            tenant,
            db -> {
              db.insertInto(PROFILES)
                  .set(PROFILES.TENANT_ID, tenant)
                  .set(PROFILES.PERSON_ID, id)
                  .execute();
              db.insertInto(PERSON_KEYS)
                  .set(PERSON_KEYS.TENANT_ID, tenant)
                  .set(PERSON_KEYS.PERSON_ID, id)
                  .set(PERSON_KEYS.DATA_KEY_VERSION, keys.dataKeyVersion(wrapped))
                  .set(PERSON_KEYS.WRAPPED_KEY, wrapped)
                  .execute();
              db.insertInto(PROFILE_IDENTIFIERS)
                  .set(PROFILE_IDENTIFIERS.TENANT_ID, tenant)
                  .set(PROFILE_IDENTIFIERS.KIND, "email")
                  .set(PROFILE_IDENTIFIERS.INDEX_KEY_VERSION, index.version())
                  .set(PROFILE_IDENTIFIERS.BLIND_INDEX, index.bytes())
                  .set(PROFILE_IDENTIFIERS.IDENTIFIER_ID, identifier)
                  .set(PROFILE_IDENTIFIERS.PERSON_ID, id)
                  .set(
                      PROFILE_IDENTIFIERS.VALUE_CIPHERTEXT,
                      key.encrypt(
                          "profile_identifiers",
                          "value_ciphertext",
                          identifier,
                          address.getBytes(UTF_8)))
                  .execute();
            });
    return id;
  }

  private void session(UUID person) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.insertInto(PROFILE_TIMELINE)
                    .set(PROFILE_TIMELINE.TENANT_ID, Api.TENANT)
                    .set(PROFILE_TIMELINE.PERSON_ID, person)
                    .set(PROFILE_TIMELINE.ENTRY_KIND, "session")
                    .set(PROFILE_TIMELINE.ENTRY_ID, UUID.randomUUID())
                    .set(PROFILE_TIMELINE.ROLE, "participant")
                    .set(PROFILE_TIMELINE.OCCURRED_AT, Instant.now())
                    .set(
                        PROFILE_TIMELINE.FACTS,
                        JSONB.jsonb("{\"durationMinutes\":45,\"ratingPosition\":3}"))
                    .set(PROFILE_TIMELINE.LAST_POSITION, 1L)
                    .execute());
  }
}
