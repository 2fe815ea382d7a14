package org.teei.csr.api.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.IDEMPOTENCY_KEYS;
import static org.teei.csr.schema.jooq.Tables.TOMBSTONES;
import static org.teei.csr.schema.jooq.Tables.TOMBSTONE_LIFTS;

import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.identity.SignedTokens;
import org.teei.csr.api.identity.StepUp;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.profiles.Persons;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.schema.personaldata.BlindIndex;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.personaldata.Tombstones;
import org.teei.csr.schema.tenancy.Tenancy;

class TombstoneLiftsTest {
  private static final String PATH = "/v1/privacy/tombstone-lifts";

  private final Api api = Api.shared();
  private final Http first = officer("first");
  private final Http second = officer("second");
  private final Persons persons = new Persons(api);
  private final Records records = new Records(api);

  @Test
  void whatIsAskedForWaitsForSomebodyElse() {
    var address = erased();

    var answer = ask(first, address);

    assertThat(answer.status()).isEqualTo(201);
    var lift = first.get(answer.header("location").orElseThrow()).json();
    assertThat(lift).isEqualTo(answer.json());
    assertThat(lift.get("state").asString()).isEqualTo("requested");
    assertThat(lift.get("kind").asString()).isEqualTo("email");
    assertThat(lift.get("reason").asString()).isEqualTo("rejoined");
    assertThat(lift.get("requestedBy").asString()).isEqualTo("development-privacy_officer-first");
    assertThat(isErased(address)).isTrue();
    assertThat(records.auditedActions(id(answer)))
        .containsExactly("privacy.request-tombstone-lift");
  }

  @Test
  void somebodyElseApprovesAndTheIdentifierIsFree() {
    var address = erased();
    var asked = ask(first, address);

    var answer = approve(second, asked);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("state").asString()).isEqualTo("lifted");
    assertThat(answer.json().get("approvedBy").asString())
        .isEqualTo("development-privacy_officer-second");
    assertThat(answer.json().get("finishedAt").isNull()).isFalse();
    assertThat(isErased(address)).isFalse();
    assertThat(records.auditedActions(id(asked)))
        .containsExactlyInAnyOrder("privacy.request-tombstone-lift", "privacy.lift-tombstone");
    assertThat(records.decisionsAbout(id(asked))).isEqualTo(2);
  }

  @Test
  void onlyTheIdentifierThatWasNamedComesBack() {
    var address = erased();
    persons.tombstone(Api.TENANT, "kintell", address);

    approve(second, ask(first, address));

    assertThat(isErased("kintell", address)).isTrue();
    assertThat(ask(first, "buddy", address).problem()).isEqualTo("privacy/no-tombstone");
    assertThat(approve(second, ask(first, "kintell", address)).status()).isEqualTo(200);
    assertThat(isErased("kintell", address)).isFalse();
  }

  @Test
  void anAddressIsTakenInAnyCaseAndAnIdAsItIsWritten() {
    var address = erased();
    var id = "Kx-" + UUID.randomUUID();
    persons.tombstone(Api.TENANT, "kintell", id);

    assertThat(ask(first, "  " + address.toUpperCase(Locale.ROOT) + " ").status()).isEqualTo(201);
    assertThat(ask(first, "kintell", id.toUpperCase(Locale.ROOT)).status()).isEqualTo(404);
    assertThat(ask(first, "kintell", id + " ").status()).isEqualTo(201);
  }

  @Test
  void whoAskedIsRefusedAsApprover() {
    var address = erased();
    var asked = ask(first, address);

    var answer = approve(first, asked);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("privacy/same-person");
    assertThat(state(asked)).isEqualTo("requested");
    assertThat(isErased(address)).isTrue();
  }

  @Test
  void theDatabaseRefusesWhoAskedTooAndAnyOtherWayToDelete() {
    var address = erased();
    var asked = id(ask(first, address));
    var role = new Tenancy(api.database().api());

    assertThatThrownBy(() ->
            role.change(Api.TENANT, db -> lifted(db, asked, "development-privacy_officer-first")))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("tombstone_lifts_two_people");
    role.change(Api.TENANT, db -> remove(db, address));
    assertThat(isErased(address)).isTrue();

    role.change(Api.TENANT, db -> lifted(db, asked, "somebody else"));
    role.change(Api.TENANT, db -> remove(db, address));
    assertThat(isErased(address)).as("in another transaction than the approval").isTrue();
    assertThatThrownBy(() -> api.worker().change(Api.TENANT, db -> remove(db, address)))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("permission denied");
  }

  @Test
  void approvingAgainChangesNothing() {
    var asked = ask(first, erased());
    approve(second, asked);
    var version = version(asked);

    assertThat(approve(second, asked).status()).isEqualTo(200);
    assertThat(approve(officer("third"), asked).problem()).isEqualTo("privacy/not-waiting");
    assertThat(approve(first, asked).problem()).isEqualTo("privacy/same-person");
    assertThat(version(asked)).isEqualTo(version);
    assertThat(records.decisionsAbout(id(asked))).isEqualTo(2);
  }

  @Test
  void approvalsAtTheSameTimeCountOnce() throws Exception {
    var asked = ask(first, erased());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var approvals =
          threads.invokeAll(
              Stream.of("a", "b", "c", "d", "e", "f")
                  .map(name -> (Callable<Integer>) () -> approve(officer(name), asked).status())
                  .toList());
      assertThat(approvals.stream().map(status -> status.resultNow()))
          .containsOnly(200, 409)
          .filteredOn(status -> status == 200)
          .hasSize(1);
    }
    assertThat(records.auditedActions(id(asked)))
        .containsExactlyInAnyOrder("privacy.request-tombstone-lift", "privacy.lift-tombstone");
  }

  @Test
  void whatIsWithdrawnIsNotApprovedAndCanBeAskedForAnew() {
    var address = erased();
    var asked = ask(first, address);

    assertThat(withdraw(second, asked).status()).isEqualTo(204);

    assertThat(state(asked)).isEqualTo("withdrawn");
    assertThat(withdraw(first, asked).status()).isEqualTo(204);
    assertThat(approve(second, asked).problem()).isEqualTo("privacy/not-waiting");
    assertThat(isErased(address)).isTrue();
    assertThat(records.auditedActions(id(asked)))
        .containsExactlyInAnyOrder(
            "privacy.request-tombstone-lift", "privacy.withdraw-tombstone-lift");
    assertThat(ask(first, address).status()).isEqualTo(201);
  }

  @Test
  void whatIsLiftedIsNotWithdrawn() {
    var asked = ask(first, erased());
    approve(second, asked);

    assertThat(withdraw(first, asked).problem()).isEqualTo("privacy/not-waiting");
    assertThat(state(asked)).isEqualTo("lifted");
  }

  @Test
  void anApprovalAndAWithdrawalAtTheSameTimeAreNotBothDone() throws Exception {
    var address = erased();
    var asked = ask(first, address);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var approval = threads.submit(() -> approve(second, asked).status());
      var withdrawal = threads.submit(() -> withdraw(first, asked).status());

      assertThat(List.of(approval.get(), withdrawal.get()))
          .isIn(List.of(200, 409), List.of(409, 204));
      assertThat(isErased(address)).isEqualTo(approval.get() == 409);
    }
  }

  @Test
  void anIdentifierIsAskedForOnceAtATime() {
    var address = erased();
    ask(first, address);

    var again = ask(second, address);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.problem()).isEqualTo("privacy/already-requested");
  }

  @Test
  void requestsAtTheSameTimeMakeOne() throws Exception {
    var address = erased();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(
              Stream.of("a", "b", "c", "d")
                  .map(name -> (Callable<Integer>) () -> ask(officer(name), address).status())
                  .toList());
      assertThat(answers.stream().map(status -> status.resultNow()))
          .containsExactlyInAnyOrder(201, 409, 409, 409);
    }
  }

  @Test
  void theSameRequestHasTheSameAnswerAlsoAfterTheLift() {
    var address = erased();
    var key = UUID.randomUUID().toString();
    var body = body("email", address, "rejoined");

    var asked = first.post(PATH, body, "Idempotency-Key", key);
    approve(second, asked);
    var again = first.post(PATH, body, "Idempotency-Key", key);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("location")).isEqualTo(asked.header("location"));
    assertThat(again.header("idempotent-replayed")).contains("true");
    assertThat(
            first.post(PATH, body("email", erased(), "rejoined"), "Idempotency-Key", key).status())
        .isEqualTo(422);
  }

  /** Neither in the clear nor as a digest that anybody could make of an address. */
  @Test
  void whatWasTypedIsNotKept() throws Exception {
    var address = erased();
    var body = body("email", address, "rejoined");

    var asked = first.post(PATH, body, "Idempotency-Key", UUID.randomUUID().toString());

    assertThat(asked.text() + first.get(PATH).text()).doesNotContain(address);
    var sha256 = MessageDigest.getInstance("SHA-256");
    var guesses = Stream.of(address, body).map(text -> sha256.digest(text.getBytes(UTF_8)));
    var kept = superuser().select(IDEMPOTENCY_KEYS.FINGERPRINT).from(IDEMPOTENCY_KEYS).fetchSet(0);
    assertThat(kept).isNotEmpty();
    assertThat(guesses)
        .noneMatch(guess -> kept.stream().anyMatch(bytes -> Arrays.equals((byte[]) bytes, guess)));
    assertThat(
            superuser()
                .fetch(
                    "select row_to_json(l)::text from csr.tombstone_lifts l where lift_id = ?",
                    id(asked))
                .getValue(0, 0)
                .toString())
        .doesNotContain(address);
  }

  @Test
  void whatNobodyApprovedInTimeLapsesAndCanBeAskedForAnew() {
    var address = erased();
    var asked = ask(first, address);
    letLapse(id(asked));

    assertThat(state(asked)).isEqualTo("lapsed");
    assertThat(approve(second, asked).problem()).isEqualTo("privacy/not-waiting");
    assertThat(ask(second, address).status()).isEqualTo(201);
    assertThat(state(asked)).isEqualTo("lapsed");
    assertThat(isErased(address)).isTrue();
  }

  /** Who is here, who never was, and who was erased at another company are one to who asks. */
  @Test
  void whereNobodyWasErasedThatIsToldAndOnRecord() {
    var here = address();
    persons.person(Api.TENANT, here);
    var theirs = address();
    persons.tombstone("other", "email", theirs);
    var before = records.auditedActions("email").size();

    var answers = Stream.of(here, address(), theirs).map(one -> ask(first, one)).toList();

    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(404);
          assertThat(answer.problem()).isEqualTo("privacy/no-tombstone");
          assertThat(answer.text()).doesNotContain("@");
        });
    assertThat(records.auditedActions("email").stream().skip(before))
        .filteredOn(action -> action.equals("privacy.tombstone-not-found"))
        .hasSize(3);
    assertThat(erasedAmong("other", "email", theirs)).isTrue();
  }

  @Test
  void anotherCompanysLiftIsAsUnknownAsNone() {
    var address = erased();
    var asked = ask(first, address);
    var stranger = new Http(api, api.freshToken("other", "privacy_officer"));

    for (var path : new String[] {"/" + id(asked), "/" + UUID.randomUUID()}) {
      assertThat(stranger.get(PATH + path).status()).isEqualTo(404);
      assertThat(stranger.post(PATH + path + "/approve").status()).isEqualTo(404);
      assertThat(stranger.send("DELETE", PATH + path, BodyPublishers.noBody()).status())
          .isEqualTo(404);
    }
    assertThat(stranger.get(PATH).text()).doesNotContain(id(asked).toString());
    assertThat(state(asked)).isEqualTo("requested");
    assertThat(isErased(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"company_admin", "company_user", "safety_reviewer", "api_client"})
  void onlyPrivacyOfficersAskAndApprove(String role) {
    var asked = ask(first, erased());
    var somebody = Http.as(api, Api.TENANT, role);

    assertThat(ask(somebody, erased()).status()).isEqualTo(403);
    assertThat(approve(somebody, asked).status()).isEqualTo(403);
    assertThat(withdraw(somebody, asked).status()).isEqualTo(403);
    assertThat(somebody.get(PATH).status()).isEqualTo(403);
    assertThat(state(asked)).isEqualTo("requested");
  }

  @Test
  void withoutAPasskeyNothingIsAskedForOrApprovedButTakenBack() {
    var address = erased();
    var asked = ask(first, address);
    var plain = new Http(api, api.tokenWithoutStepUp(Api.TENANT, "privacy_officer"));
    var late = new Http(api, shownAt(Instant.now().minus(StepUp.AGE).minusSeconds(1)));

    for (var http : List.of(plain, late)) {
      for (var answer : List.of(ask(http, erased()), approve(http, asked))) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate").orElseThrow())
            .contains("insufficient_user_authentication");
      }
    }
    assertThat(isErased(address)).isTrue();
    assertThat(ask(new Http(api, shownAt(Instant.now().minusSeconds(60))), erased()).status())
        .isEqualTo(201);
    assertThat(plain.get(PATH + "/" + id(asked)).status()).isEqualTo(200);
    assertThat(withdraw(plain, asked).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"kind\":\"email\",\"reason\":\"rejoined\"}",
        "{\"kind\":\"email\",\"identifier\":\" \",\"reason\":\"rejoined\"}",
        "{\"kind\":\"phone\",\"identifier\":\"anna@example.org\",\"reason\":\"rejoined\"}",
        "{\"kind\":\"EMAIL\",\"identifier\":\"anna@example.org\",\"reason\":\"rejoined\"}",
        "{\"kind\":\"email\",\"identifier\":\"anna@example.org\",\"reason\":\"anna@ asked me\"}",
        "{\"kind\":\"email\",\"identifier\":\"anna@example.org\",\"reason\":\"rejoined\",\"state\":\"lifted\"}",
        "{\"kind\":\"email\",\"identifier\":[\"anna@example.org\"],\"reason\":\"rejoined\"}"
      })
  void whatIsNotDocumentedIsRefusedAndNotRepeated(String body) {
    var answer = first.post(PATH, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).startsWith("shared/");
    assertThat(answer.text()).doesNotContain("anna");
  }

  @Test
  void anIdentifierThatIsTooLongIsNotRepeated() {
    var answer = ask(first, "anna" + "a".repeat(260) + "@example.org");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).doesNotContain("anna");
  }

  @Test
  void theListHasTheNewestFirst() {
    var earlier = id(ask(first, erased()));
    var later = id(ask(first, erased()));

    var ids =
        first
            .get(PATH + "?page_size=100")
            .json()
            .get("items")
            .valueStream()
            .map(lift -> UUID.fromString(lift.get("id").asString()))
            .toList();

    assertThat(ids).contains(earlier, later);
    assertThat(ids.indexOf(later)).isLessThan(ids.indexOf(earlier));
  }

  @ParameterizedTest
  @EnumSource(ImportKind.class)
  void eachSourceOfFilesIsAKindOfIdentifier(ImportKind kind) {
    assertThat(IdentifierKind.of(kind.source()).spelling()).isEqualTo(kind.source());
  }

  private Http officer(String name) {
    return new Http(api, api.freshToken(Api.TENANT, "privacy_officer", name));
  }

  /** A token of who has shown the passkey at this time. */
  private String shownAt(Instant time) {
    return new SignedTokens(api, api.freshToken(Api.TENANT, "privacy_officer", "late"))
        .ours(claims -> claims.claim("auth_time", time.getEpochSecond()));
  }

  private String erased() {
    var address = address();
    persons.tombstone(Api.TENANT, "email", address);
    return address;
  }

  private static String address() {
    return "p" + UUID.randomUUID() + "@example.org";
  }

  private static String body(String kind, String identifier, String reason) {
    return "{\"kind\":\"%s\",\"identifier\":\"%s\",\"reason\":\"%s\"}"
        .formatted(kind, identifier, reason);
  }

  private static Answer ask(Http as, String address) {
    return ask(as, "email", address);
  }

  private static Answer ask(Http as, String kind, String identifier) {
    return as.post(PATH, body(kind, identifier, "rejoined"));
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

  private long version(Answer asked) {
    return first.get(PATH + "/" + id(asked)).json().get("version").asLong();
  }

  private boolean isErased(String address) {
    return isErased("email", address);
  }

  private boolean isErased(String kind, String value) {
    return erasedAmong(Api.TENANT, kind, value);
  }

  private boolean erasedAmong(String tenant, String kind, String value) {
    var index = index(tenant, kind, value);
    return !api.worker()
        .read(tenant, db -> Tombstones.erasedAmong(db, tenant, kind, List.of(index)))
        .isEmpty();
  }

  private BlindIndex.Index index(String tenant, String kind, String value) {
    return api.bean(TenantKeys.class).blindIndex(tenant).of(kind, value);
  }

  private void remove(DSLContext db, String address) {
    db.deleteFrom(TOMBSTONES)
        .where(
            TOMBSTONES.TENANT_ID.eq(Api.TENANT),
            TOMBSTONES.BLIND_INDEX.eq(index(Api.TENANT, "email", address).bytes()))
        .execute();
  }

  private static void lifted(DSLContext db, UUID id, String by) {
    db.update(TOMBSTONE_LIFTS)
        .set(TOMBSTONE_LIFTS.STATE, "lifted")
        .set(TOMBSTONE_LIFTS.APPROVED_BY, by)
        .set(TOMBSTONE_LIFTS.FINISHED_AT, DSL.currentInstant())
        .where(TOMBSTONE_LIFTS.TENANT_ID.eq(Api.TENANT), TOMBSTONE_LIFTS.LIFT_ID.eq(id))
        .execute();
  }

  private DSLContext superuser() {
    return DSL.using(api.database().superuser(), SQLDialect.POSTGRES);
  }

  private void letLapse(UUID id) {
    superuser()
        .update(TOMBSTONE_LIFTS)
        .set(TOMBSTONE_LIFTS.LAPSES_AT, DSL.currentInstant())
        .where(TOMBSTONE_LIFTS.LIFT_ID.eq(id))
        .execute();
  }
}
