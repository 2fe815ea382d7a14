package org.teei.csr.api.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.PROFILES;
import static org.teei.csr.schema.jooq.Tables.PROFILE_MERGES;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.schema.tenancy.Tenancy;

class ProfileMergesTest {
  private static final String PATH = "/v1/profile-merges";

  private final Api api = Api.shared();
  private final Http first = somebody("company_admin", "first");
  private final Http second = somebody("privacy_officer", "second");
  private final Persons persons = new Persons(api);
  private final Records records = new Records(api);
  private final UUID person = person();
  private final UUID into = person();

  @Test
  void whatIsAskedForWaitsForSomebodyElse() {
    var answer = ask(first, person, into);

    assertThat(answer.status()).isEqualTo(201);
    var merge = first.get(answer.header("location").orElseThrow()).json();
    assertThat(merge).isEqualTo(answer.json());
    assertThat(merge.get("state").asString()).isEqualTo("requested");
    assertThat(shown(person)).isEqualTo(person);
    assertThat(records.auditedActions(id(answer))).containsExactly("profiles.request-merge");
  }

  @Test
  void somebodyElseApprovesAndTheOneIsTheOther() {
    persons.session(person);
    var asked = ask(first, person, into);

    var answer = approve(second, asked);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("state").asString()).isEqualTo("merged");
    assertThat(shown(person)).isEqualTo(into);
    assertThat(first.get("/v1/profile/" + into).json().get("sessionsTotal").asInt()).isEqualTo(1);
    assertThat(records.auditedActions(id(asked)))
        .containsExactlyInAnyOrder("profiles.request-merge", "profiles.merge");
    assertThat(records.decisionsAbout(id(asked))).isEqualTo(2);
  }

  @Test
  void whoAskedIsRefusedAsApprover() {
    var asked = ask(first, person, into);

    assertThat(approve(first, asked).problem()).isEqualTo("profiles/same-person");
    assertThat(state(asked)).isEqualTo("requested");
    assertThat(shown(person)).isEqualTo(person);
  }

  @Test
  void theDatabaseRefusesWhoAskedTooAndAnyOtherWayToMakeAnAlias() {
    var asked = id(ask(first, person, into));
    var role = new Tenancy(api.database().api());

    assertThatThrownBy(() ->
            role.change(Api.TENANT, db -> merged(db, asked, "development-company_admin-first")))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("profile_merges_two_people");
    role.change(Api.TENANT, this::makeAlias);
    assertThat(shown(person)).isEqualTo(person);

    role.change(Api.TENANT, db -> merged(db, asked, "somebody else"));
    role.change(Api.TENANT, this::makeAlias);
    assertThat(shown(person)).as("in another transaction than the approval").isEqualTo(person);
  }

  @Test
  void approvingAgainChangesNothing() {
    var asked = ask(first, person, into);
    approve(second, asked);

    assertThat(approve(second, asked).status()).isEqualTo(200);
    assertThat(approve(somebody("privacy_officer", "third"), asked).problem())
        .isEqualTo("profiles/not-waiting");
    assertThat(approve(first, asked).problem()).isEqualTo("profiles/same-person");
    assertThat(withdraw(first, asked).problem()).isEqualTo("profiles/not-waiting");
    assertThat(records.decisionsAbout(id(asked))).isEqualTo(2);
  }

  @Test
  void approvalsAtTheSameTimeCountOnce() throws Exception {
    var asked = ask(first, person, into);
    assertThat(
            statuses(
                Stream.of("a", "b", "c", "d")
                    .map(name -> () -> approve(somebody("privacy_officer", name), asked).status())))
        .containsExactlyInAnyOrder(200, 409, 409, 409);
  }

  /** Each was fine when it was asked for. */
  @Test
  void mergesInACircleAreNotBothDone() throws Exception {
    var there = ask(first, person, into);
    var back = ask(first, into, person);

    assertThat(statuses(Stream.of(there, back).map(asked -> () -> approve(second, asked).status())))
        .containsExactlyInAnyOrder(200, 409);
  }

  @Test
  void aMergeIsOneStepLong() {
    var third = person();
    approve(second, ask(first, person, into));

    for (var answer :
        List.of(ask(first, into, third), ask(first, third, person), ask(first, person, third))) {
      assertThat(answer.problem()).isEqualTo("profiles/merged-before");
    }
    assertThat(approve(second, ask(first, third, into)).status()).isEqualTo(200);
    assertThat(shown(third)).isEqualTo(into);
  }

  @Test
  void whoTookPartTogetherAreTwo() {
    persons.match(person, into);

    assertThat(ask(first, person, into).problem()).isEqualTo("profiles/took-part-together");
    assertThat(ask(first, into, person).problem()).isEqualTo("profiles/took-part-together");
    var alias = person();
    var met = person();
    var asked = ask(first, met, into);
    persons.match(met, alias);
    approve(second, ask(first, alias, into));
    assertThat(approve(second, asked).problem())
        .as("with who was merged meanwhile")
        .isEqualTo("profiles/took-part-together");
    assertThat(state(asked)).isEqualTo("requested");
  }

  @Test
  void whatIsWithdrawnIsNotApprovedAndCanBeAskedForAnew() {
    var asked = ask(first, person, into);

    assertThat(ask(second, person, into).problem()).isEqualTo("profiles/already-requested");
    assertThat(withdraw(second, asked).status()).isEqualTo(204);
    assertThat(withdraw(second, asked).status()).isEqualTo(204);

    assertThat(state(asked)).isEqualTo("withdrawn");
    assertThat(approve(second, asked).problem()).isEqualTo("profiles/not-waiting");
    assertThat(ask(first, person, into).status()).isEqualTo(201);
  }

  @Test
  void whatNobodyApprovedInTimeLapsesAndCanBeAskedForAnew() {
    var asked = ask(first, person, into);
    letLapse(id(asked));

    assertThat(state(asked)).isEqualTo("lapsed");
    assertThat(approve(second, asked).problem()).isEqualTo("profiles/not-waiting");
    assertThat(ask(second, person, into).status()).isEqualTo(201);
    assertThat(shown(person)).isEqualTo(person);
  }

  @Test
  void theSameRequestHasTheSameAnswer() {
    var key = UUID.randomUUID().toString();
    var asked = first.post(PATH, body(person, into), "Idempotency-Key", key);

    var again = first.post(PATH, body(person, into), "Idempotency-Key", key);

    assertThat(again.header("location")).isEqualTo(asked.header("location"));
    assertThat(records.auditedActions(id(asked))).hasSize(1);
  }

  @Test
  void whoIsErasedOrElsewhereOrNobodyIsNotMerged() {
    var theirs = persons.person("other", "p" + UUID.randomUUID() + "@example.org");
    var erased = person();
    var asked = ask(first, erased, into);
    erase(erased);

    for (var other : List.of(theirs, erased, UUID.randomUUID())) {
      assertThat(ask(first, person, other).problem()).isEqualTo("shared/not-found");
      assertThat(ask(first, other, person).problem()).isEqualTo("shared/not-found");
    }
    assertThat(approve(second, asked).problem()).isEqualTo("shared/not-found");
    assertThat(state(asked)).isEqualTo("requested");
  }

  @Test
  void anotherCompanysMergeIsAsUnknownAsNone() {
    var asked = ask(first, person, into);
    var stranger = new Http(api, api.freshToken("other", "company_admin"));

    for (var path : new String[] {"/" + id(asked), "/" + UUID.randomUUID()}) {
      assertThat(stranger.get(PATH + path).status()).isEqualTo(404);
      assertThat(stranger.post(PATH + path + "/approve").status()).isEqualTo(404);
    }
    assertThat(stranger.get(PATH).text()).doesNotContain(id(asked).toString());
    assertThat(state(asked)).isEqualTo("requested");
  }

  @ParameterizedTest
  @ValueSource(strings = {"company_user", "safety_reviewer", "api_client"})
  void onlyWhoMayMergeAsksAndApproves(String role) {
    var asked = ask(first, person, into);
    var other = Http.as(api, Api.TENANT, role);

    assertThat(ask(other, person(), into).status()).isEqualTo(403);
    assertThat(approve(other, asked).status()).isEqualTo(403);
    assertThat(withdraw(other, asked).status()).isEqualTo(403);
    assertThat(other.get(PATH).status()).isEqualTo(403);
  }

  @Test
  void aProfileIsNotMergedIntoItself() {
    assertThat(ask(first, person, person).problem()).isEqualTo("shared/invalid-body");
    assertThat(first.post(PATH, "{\"personId\":\"%s\"}".formatted(person)).status()).isEqualTo(400);
  }

  private List<Integer> statuses(Stream<Callable<Integer>> requests) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(requests.toList()).stream()
          .map(status -> status.resultNow())
          .toList();
    }
  }

  private Http somebody(String role, String name) {
    return new Http(api, api.freshToken(Api.TENANT, role, name));
  }

  private UUID person() {
    return persons.person(Api.TENANT, "p" + UUID.randomUUID() + "@example.org");
  }

  private static String body(UUID person, UUID into) {
    return "{\"personId\":\"%s\",\"intoId\":\"%s\",\"reason\":\"new_address\"}"
        .formatted(person, into);
  }

  private static Answer ask(Http as, UUID person, UUID into) {
    return as.post(PATH, body(person, into));
  }

  private static UUID id(Answer asked) {
    return UUID.fromString(asked.json().get("id").asString());
  }

  private static Answer approve(Http as, Answer asked) {
    return as.post(PATH + "/" + id(asked) + "/approve");
  }

  private static Answer withdraw(Http as, Answer asked) {
    return as.send("DELETE", PATH + "/" + id(asked), BodyPublishers.noBody());
  }

  private String state(Answer asked) {
    return first.get(PATH + "/" + id(asked)).json().get("state").asString();
  }

  /** Whom a look at somebody shows. */
  private UUID shown(UUID id) {
    return UUID.fromString(first.get("/v1/profile/" + id).json().get("id").asString());
  }

  private static void merged(DSLContext db, UUID id, String by) {
    db.update(PROFILE_MERGES)
        .set(PROFILE_MERGES.STATE, "merged")
        .set(PROFILE_MERGES.APPROVED_BY, by)
        .set(PROFILE_MERGES.FINISHED_AT, DSL.currentInstant())
        .where(PROFILE_MERGES.TENANT_ID.eq(Api.TENANT), PROFILE_MERGES.MERGE_ID.eq(id))
        .execute();
  }

  private void makeAlias(DSLContext db) {
    db.update(PROFILES)
        .set(PROFILES.MERGED_INTO, into)
        .where(PROFILES.TENANT_ID.eq(Api.TENANT), PROFILES.PERSON_ID.eq(person))
        .execute();
  }

  private void letLapse(UUID id) {
    DSL.using(api.database().superuser(), SQLDialect.POSTGRES)
        .update(PROFILE_MERGES)
        .set(PROFILE_MERGES.LAPSES_AT, DSL.currentInstant())
        .where(PROFILE_MERGES.MERGE_ID.eq(id))
        .execute();
  }

  private void erase(UUID id) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(PROFILES)
                    .set(PROFILES.ERASED_AT, DSL.currentInstant())
                    .where(PROFILES.TENANT_ID.eq(Api.TENANT), PROFILES.PERSON_ID.eq(id))
                    .execute());
  }
}
