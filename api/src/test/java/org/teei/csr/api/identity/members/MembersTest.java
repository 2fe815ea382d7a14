package org.teei.csr.api.identity.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.ACCESS_TOKENS;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.tenancy.Tenancy;

class MembersTest {
  private static final String MEMBERS = "/v1/admin/members";

  private final Api api = Api.shared();
  private final String email = "p" + UUID.randomUUID() + "@example.org";
  private String tenant;
  private Http http;

  /** A company of its own, as its administrators matter. */
  @BeforeEach
  void company() {
    tenant = "t" + UUID.randomUUID().toString().substring(0, 12);
    var platform = Http.as(api, "platform", "system_admin");
    platform.post("/v1/admin/tenants", "{\"id\":\"%s\",\"name\":\"New\"}".formatted(tenant));
    http = Http.as(api, tenant, "company_admin");
  }

  @Test
  void aMemberThatWasAddedIsListedWithAddressAndRoles() {
    var added = add(email, "company_user");

    assertThat(added.status()).isEqualTo(201);
    var listed = http.get(MEMBERS).json().get("items");
    assertThat(listed.findValuesAsString("email")).containsExactly(email);
    assertThat(listed.get(0).get("roles").toString()).isEqualTo("[\"company_user\"]");
    assertThat(http.get(location(added)).json().get("email").asString()).isEqualTo(email);
  }

  @Test
  void anAddressInAnotherSpellingIsTheSamePerson() {
    add(email, "company_user");

    assertThat(add(email.toUpperCase(Locale.ROOT), "company_admin").problem())
        .isEqualTo("identity/already-member");
  }

  @Test
  void aPersonMayBelongToTwoCompaniesWhichDoNotSeeEachOther() {
    var here = add(email, "company_user");
    var elsewhere =
        Http.as(api, "other", "company_admin").post(MEMBERS, body(email, "safety_reviewer"));

    assertThat(elsewhere.json().get("id")).isEqualTo(here.json().get("id"));
    assertThat(http.get(location(here)).json().get("roles").toString())
        .isEqualTo("[\"company_user\"]");
  }

  @Test
  void addressesAreStoredNowhereInPlain() {
    add(email, "company_user");

    var superuser = DSL.using(api.database().superuser(), SQLDialect.POSTGRES);
    assertThat(
            Stream.of("memberships", "principals", "audit_entries", "idempotency_keys")
                .map(table ->
                    superuser.fetch("select t::text from csr." + table + " t").formatCSV()))
        .noneMatch(rows -> rows.contains(email));
  }

  @ParameterizedTest
  @ValueSource(strings = {"system_admin", "operator", "api_client", "owner", ""})
  void rolesThatPeopleOfACompanyCannotHaveAreRefused(String role) {
    var refused = add(email, role);

    assertThat(refused.problem()).isEqualTo("shared/invalid-body");
    assertThat(refused.json().get("errors").findValuesAsString("pointer"))
        .containsExactly("/roles/0");
  }

  @Test
  void rolesAreReplacedByWhoHasReadThem() {
    var member = add(email, "company_user");
    var tag = http.get(location(member)).header("etag").orElseThrow();

    var replaced = replace(member, "privacy_officer", "If-Match", tag);

    assertThat(replaced.status()).as(replaced.text()).isEqualTo(200);
    assertThat(replaced.json().get("roles").toString()).isEqualTo("[\"privacy_officer\"]");
    assertThat(replace(member, "company_user", "If-Match", tag).problem())
        .isEqualTo("shared/precondition-failed");
    assertThat(replace(member, "company_user").problem()).isEqualTo("shared/precondition-required");
  }

  @Test
  void theLastAdministratorCanNeitherGoNorBecomeLess() {
    add("user-" + email, "company_user");
    var administrator = add(email, "company_admin");
    var tag = http.get(location(administrator)).header("etag").orElseThrow();

    assertThat(remove(administrator).problem()).isEqualTo("identity/last-administrator");
    assertThat(replace(administrator, "company_user", "If-Match", tag).problem())
        .isEqualTo("identity/last-administrator");
  }

  @Test
  void ofTwoAdministratorsWhoLeaveAtOnceOneStays() throws Exception {
    var one = add(email, "company_admin");
    var two = add("two-" + email, "company_admin");

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(
              Stream.of(one, two)
                  .map(member -> (Callable<Integer>) () -> remove(member).status())
                  .toList());

      assertThat(answers.stream().map(answer -> answer.resultNow()))
          .containsExactlyInAnyOrder(204, 409);
    }
  }

  @Test
  void whoIsRemovedOrChangedKeepsNoToken() {
    var member = add(email, "company_user");
    var token = tokenOf(member);

    assertThat(remove(member).status()).isEqualTo(204);

    assertThat(isRevoked(token)).isTrue();
    assertThat(http.get(location(member)).status()).isEqualTo(404);
    assertThat(remove(member).status()).isEqualTo(404);
  }

  @Test
  void aMemberOfAnotherCompanyIsNotThere() {
    var member = add(email, "company_user");
    var other = Http.as(api, "other", "company_admin");

    assertThat(other.get(location(member)).status()).isEqualTo(404);
    assertThat(other.send("DELETE", location(member), BodyPublishers.noBody()).status())
        .isEqualTo(404);
    assertThat(http.get(location(member)).status()).isEqualTo(200);
  }

  @Test
  void theRecordSaysWhoGaveAndTookWhichRole() {
    var member = add(email, "company_user");
    remove(member);

    var actions = new Records(api).auditedActions(tenant, member.json().get("id").asString());

    assertThat(actions).containsExactly("identity.add-member", "identity.remove-member");
  }

  @Test
  void theSameRequestTwiceIsOneMember() {
    var key = UUID.randomUUID().toString();
    var first = http.post(MEMBERS, body(email, "company_user"), "Idempotency-Key", key);
    var second = http.post(MEMBERS, body(email, "company_user"), "Idempotency-Key", key);

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(first.json());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nobody", "a@b@c", "a b@example.org"})
  void whatIsNoAddressIsRefused(String address) {
    assertThat(add(address, "company_user").problem()).isEqualTo("shared/invalid-body");
  }

  private Http.Answer add(String address, String role) {
    return http.post(MEMBERS, body(address, role));
  }

  private static String body(String address, String role) {
    return "{\"email\":\"%s\",\"roles\":[\"%s\"]}".formatted(address, role);
  }

  private Http.Answer replace(Http.Answer member, String role, String... headers) {
    var all = Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers));
    return http.send(
        "PUT",
        location(member) + "/roles",
        BodyPublishers.ofString("{\"roles\":[\"%s\"]}".formatted(role)),
        all.toArray(String[]::new));
  }

  private Http.Answer remove(Http.Answer member) {
    return http.send("DELETE", location(member), BodyPublishers.noBody());
  }

  private static String location(Http.Answer added) {
    return added.header("location").orElseThrow(() -> new AssertionError(added.text()));
  }

  /** As sign-in would leave it on record. */
  private UUID tokenOf(Http.Answer member) {
    var id = UUID.randomUUID();
    api.bean(Tenancy.class)
        .change(
            tenant,
            db ->
                db.insertInto(ACCESS_TOKENS)
                    .set(
                        Map.of(
                            ACCESS_TOKENS.TENANT_ID,
                            tenant,
                            ACCESS_TOKENS.TOKEN_ID,
                            id,
                            ACCESS_TOKENS.CLIENT_ID,
                            "csr-cli",
                            ACCESS_TOKENS.SUBJECT,
                            member.json().get("id").asString(),
                            ACCESS_TOKENS.ROLES,
                            new String[] {"company_user"},
                            ACCESS_TOKENS.ISSUED_AT,
                            Instant.now(),
                            ACCESS_TOKENS.EXPIRES_AT,
                            Instant.now().plusSeconds(900)))
                    .execute());
    return id;
  }

  private boolean isRevoked(UUID token) {
    return api.worker()
        .read(
            tenant,
            db ->
                db.fetchExists(
                    ACCESS_TOKENS,
                    ACCESS_TOKENS.TENANT_ID.eq(tenant),
                    ACCESS_TOKENS.TOKEN_ID.eq(token),
                    ACCESS_TOKENS.REVOKED_AT.isNotNull()));
  }
}
