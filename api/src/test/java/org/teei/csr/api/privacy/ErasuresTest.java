package org.teei.csr.api.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.PERSON_ERASURES;
import static org.teei.csr.schema.jooq.Tables.PROFILES;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
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
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.profiles.Persons;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

class ErasuresTest {
  private static final String PATH = "/v1/privacy/erasures";

  private final Api api = Api.shared();
  private final Http first = officer("first");
  private final Http second = officer("second");
  private final Persons persons = new Persons(api);
  private final Records records = new Records(api);

  @Test
  void whatIsAskedForWaitsForSomebodyElse() {
    var person = person();

    var answer = ask(first, person);

    assertThat(answer.status()).isEqualTo(201);
    var erasure = first.get(answer.header("location").orElseThrow()).json();
    assertThat(erasure).isEqualTo(answer.json());
    assertThat(erasure.get("state").asString()).isEqualTo("requested");
    assertThat(erasure.get("personId").asString()).isEqualTo(person.toString());
    assertThat(erasure.get("reason").asString()).isEqualTo("consent_withdrawn");
    assertThat(erasure.get("requestedBy").asString())
        .isEqualTo("development-privacy_officer-first");
    assertThat(records.pendingStarts(id(answer))).isZero();
    assertThat(records.auditedActions(id(answer))).containsExactly("privacy.request-erasure");
  }

  @Test
  void whoAskedIsRefusedAsApprover() {
    var asked = ask(first, person());

    var answer = approve(first, asked);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("privacy/same-person");
    assertThat(state(asked)).isEqualTo("requested");
    assertThat(records.pendingStarts(id(asked))).isZero();
    assertThat(records.auditedActions(id(asked))).containsExactly("privacy.request-erasure");
  }

  @Test
  void somebodyElseApprovesAndTheWorkBegins() {
    var asked = ask(first, person());

    var answer = approve(second, asked);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("state").asString()).isEqualTo("approved");
    assertThat(answer.json().get("approvedBy").asString())
        .isEqualTo("development-privacy_officer-second");
    assertThat(records.pendingStarts(id(asked))).isEqualTo(1);
    assertThat(records.decisionsAbout(id(asked))).isEqualTo(2);
  }

  @Test
  void approvingAgainChangesNothing() {
    var asked = ask(first, person());
    approve(second, asked);

    assertThat(approve(second, asked).status()).isEqualTo(202);
    assertThat(approve(officer("third"), asked).problem()).isEqualTo("privacy/not-waiting");
    assertThat(approve(first, asked).problem()).isEqualTo("privacy/same-person");
    assertThat(records.pendingStarts(id(asked))).isEqualTo(1);
  }

  @Test
  void approvalsAtTheSameTimeCountOnce() throws Exception {
    var asked = ask(first, person());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var approvals =
          threads.invokeAll(
              Stream.of("a", "b", "c", "d", "e", "f")
                  .map(name -> (Callable<Integer>) () -> approve(officer(name), asked).status())
                  .toList());
      assertThat(approvals.stream().map(status -> status.resultNow()))
          .containsOnly(202, 409)
          .filteredOn(status -> status == 202)
          .hasSize(1);
    }
    assertThat(records.pendingStarts(id(asked))).isEqualTo(1);
  }

  @Test
  void whatIsWithdrawnIsNotApprovedAndCanBeAskedForAnew() {
    var person = person();
    var asked = ask(first, person);

    assertThat(withdraw(second, asked).status()).isEqualTo(204);

    assertThat(state(asked)).isEqualTo("withdrawn");
    assertThat(withdraw(first, asked).status()).isEqualTo(204);
    assertThat(approve(second, asked).problem()).isEqualTo("privacy/not-waiting");
    assertThat(records.auditedActions(id(asked)))
        .containsExactly("privacy.request-erasure", "privacy.withdraw-erasure");
    assertThat(ask(first, person).status()).isEqualTo(201);
  }

  @Test
  void whatIsApprovedIsNotWithdrawn() {
    var asked = ask(first, person());
    approve(second, asked);

    assertThat(withdraw(first, asked).problem()).isEqualTo("privacy/not-waiting");
    assertThat(state(asked)).isEqualTo("approved");
  }

  @Test
  void anApprovalAndAWithdrawalAtTheSameTimeAreNotBothDone() throws Exception {
    var asked = ask(first, person());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var approval = threads.submit(() -> approve(second, asked).status());
      var withdrawal = threads.submit(() -> withdraw(first, asked).status());

      assertThat(List.of(approval.get(), withdrawal.get()))
          .isIn(List.of(202, 409), List.of(409, 204));
    }
  }

  @Test
  void aPersonIsAskedForOnceAtATime() {
    var person = person();
    ask(first, person);

    var again = ask(second, person);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.problem()).isEqualTo("privacy/already-requested");
  }

  @Test
  void theSameRequestHasTheSameAnswer() {
    var person = person();
    var key = UUID.randomUUID().toString();
    var body = body(person, "objection");

    var asked = first.post(PATH, body, "Idempotency-Key", key);
    var again = first.post(PATH, body, "Idempotency-Key", key);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("location")).isEqualTo(asked.header("location"));
    assertThat(again.header("idempotent-replayed")).contains("true");
    assertThat(records.auditedActions(id(asked))).hasSize(1);
  }

  @Test
  void whatNobodyApprovedInTimeLapsesAndCanBeAskedForAnew() {
    var person = person();
    var asked = ask(first, person);
    letLapse(id(asked));

    assertThat(state(asked)).isEqualTo("lapsed");
    assertThat(approve(second, asked).problem()).isEqualTo("privacy/not-waiting");
    assertThat(ask(second, person).status()).isEqualTo(201);
    assertThat(state(asked)).isEqualTo("lapsed");
    assertThat(records.pendingStarts(id(asked))).isZero();
  }

  @Test
  void anotherCompanysPersonIsAsUnknownAsNobody() {
    var theirs = persons.person("other", "p" + UUID.randomUUID() + "@example.org");

    var answers = Stream.of(theirs, UUID.randomUUID()).map(person -> ask(first, person)).toList();

    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(404);
          assertThat(answer.problem()).isEqualTo("shared/not-found");
        });
  }

  @Test
  void anotherCompanysErasureIsAsUnknownAsNone() {
    var asked = ask(first, person());
    var stranger = new Http(api, api.freshToken("other", "privacy_officer"));

    for (var path : new String[] {"/" + id(asked), "/" + UUID.randomUUID()}) {
      assertThat(stranger.get(PATH + path).status()).isEqualTo(404);
      assertThat(stranger.post(PATH + path + "/approve").status()).isEqualTo(404);
    }
    assertThat(stranger.get(PATH).text()).doesNotContain(id(asked).toString());
    assertThat(state(asked)).isEqualTo("requested");
  }

  @ParameterizedTest
  @ValueSource(strings = {"company_admin", "company_user", "safety_reviewer", "api_client"})
  void onlyPrivacyOfficersAskAndApprove(String role) {
    var asked = ask(first, person());
    var somebody = Http.as(api, Api.TENANT, role);

    assertThat(ask(somebody, person()).status()).isEqualTo(403);
    assertThat(approve(somebody, asked).status()).isEqualTo(403);
    assertThat(somebody.get(PATH).status()).isEqualTo(403);
    assertThat(state(asked)).isEqualTo("requested");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"personId\":\"nobody\",\"reason\":\"objection\"}",
        "{\"personId\":\"018f4e2a-0000-7000-8000-000000000001\"}",
        "{\"personId\":\"018f4e2a-0000-7000-8000-000000000001\",\"reason\":\"Anna asked me to\"}",
        "{\"personId\":\"018f4e2a-0000-7000-8000-000000000001\",\"reason\":\"objection\",\"state\":\"approved\"}",
        "{\"personId\":\"018f4e2a-0000-7000-8000-000000000001\",\"reason\":\"objection\",\"approvedBy\":\"me\"}"
      })
  void whatIsNotDocumentedIsRefusedAndNotRepeated(String body) {
    var answer = first.post(PATH, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).startsWith("shared/");
    assertThat(answer.text()).doesNotContain("Anna");
  }

  @Test
  void theListHasTheNewestFirst() {
    var earlier = id(ask(first, person()));
    var later = id(ask(first, person()));

    var ids =
        first
            .get(PATH + "?page_size=100")
            .json()
            .get("items")
            .valueStream()
            .map(erasure -> UUID.fromString(erasure.get("id").asString()))
            .toList();

    assertThat(ids).contains(earlier, later);
    assertThat(ids.indexOf(later)).isLessThan(ids.indexOf(earlier));
  }

  @Test
  void whoWasErasedIsAsUnknownAsNobody() {
    var mail = "p" + UUID.randomUUID() + "@example.org";
    var person = persons.person(Api.TENANT, mail);
    var alias = person();
    persons.merge(alias, person);
    var http = new Http(api);
    assertThat(http.get("/v1/profile/" + alias).status()).isEqualTo(200);

    markErased(person);

    assertThat(http.get("/v1/profile/" + person).status()).isEqualTo(404);
    assertThat(http.get("/v1/profile/" + alias).status()).isEqualTo(404);
    assertThat(ask(first, person).status()).isEqualTo(404);
    assertThat(
            http.post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(mail))
                .json()
                .get("items")
                .size())
        .isZero();
  }

  @Test
  void sessionsOfAnErasedAliasAreNotShownWithWhoStays() {
    var person = person();
    var alias = person();
    persons.session(alias);
    persons.merge(alias, person);
    var http = new Http(api);
    assertThat(http.get("/v1/profile/" + person).json().get("sessionsTotal").asInt()).isEqualTo(1);

    markErased(alias);

    assertThat(http.get("/v1/profile/" + person).json().get("sessionsTotal").asInt()).isZero();
    assertThat(http.get("/v1/profile/" + alias).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "a/b", "a@b", "ä", "..", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void aDevelopmentUsersNameHasLettersDigitsAndHyphensOnly(String name) {
    assertThat(token(name).status()).isEqualTo(400);
  }

  private Http officer(String name) {
    return new Http(api, token(name).json().get("access_token").asString());
  }

  private static Answer withdraw(Http officer, Answer asked) {
    return officer.send("DELETE", "/v1/privacy/erasures/" + id(asked), BodyPublishers.noBody());
  }

  private Answer token(String name) {
    return new Http(api, "")
        .form(
            "/oauth2/token",
            "grant_type=client_credentials&tenant=demo&role=privacy_officer&step_up=true&name="
                + URLEncoder.encode(name, UTF_8),
            "csr-cli",
            Api.SECRET);
  }

  private UUID person() {
    return persons.person(Api.TENANT, "p" + UUID.randomUUID() + "@example.org");
  }

  private static String body(UUID person, String reason) {
    return "{\"personId\":\"%s\",\"reason\":\"%s\"}".formatted(person, reason);
  }

  private static Answer ask(Http as, UUID person) {
    return as.post(PATH, body(person, "consent_withdrawn"));
  }

  private static UUID id(Answer asked) {
    return UUID.fromString(asked.json().get("id").asString());
  }

  private static Answer approve(Http as, Answer asked) {
    return as.post(PATH + "/" + id(asked) + "/approve");
  }

  private String state(Answer asked) {
    return first.get(PATH + "/" + id(asked)).json().get("state").asString();
  }

  private void letLapse(UUID id) {
    DSL.using(api.database().superuser(), SQLDialect.POSTGRES)
        .update(PERSON_ERASURES)
        .set(PERSON_ERASURES.LAPSES_AT, DSL.currentInstant())
        .where(PERSON_ERASURES.ERASURE_ID.eq(id))
        .execute();
  }

  private void markErased(UUID person) {
    api.worker()
        .change(
            Api.TENANT,
            db ->
                db.update(PROFILES)
                    .set(PROFILES.ERASED_AT, DSL.currentInstant())
                    .where(PROFILES.TENANT_ID.eq(Api.TENANT), PROFILES.PERSON_ID.eq(person))
                    .execute());
  }
}
