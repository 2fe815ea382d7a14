package org.teei.csr.api.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.REFRESH_TOKENS;
import static org.teei.csr.schema.jooq.Tables.SIGN_INS;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest.BodyPublishers;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.identity.signin.Entrance.Tokens;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.tenancy.Tenancy;

/** A sign-in goes on by refresh tokens, each of which is used once, and ends at once. */
class RefreshTest {
  private static Entrance entrance;

  @BeforeAll
  static void start() {
    entrance = new Entrance();
  }

  @AfterAll
  static void stop() {
    entrance.close();
  }

  @Test
  void eachRefreshGivesAnotherRefreshToken() {
    var first = entrance.signedIn("demo", "company_user");

    var second = entrance.refresh(first.refresh());
    var third = entrance.refresh(second.refresh());

    assertThat(List.of(first.refresh(), second.refresh(), third.refresh())).doesNotHaveDuplicates();
    assertThat(entrance.status(third.access())).isEqualTo(200);
  }

  @Test
  void aRefreshTokenThatComesAgainEndsTheSignInAndItsAccessTokens() {
    var first = entrance.signedIn("demo", "company_user");
    var second = entrance.refresh(first.refresh());
    longAgo(first.refresh());

    var again = entrance.refresh(first.refresh());

    assertRefused(again);
    assertRefused(entrance.refresh(second.refresh()));
    assertThat(entrance.status(first.access())).isEqualTo(401);
    assertThat(entrance.status(second.access())).isEqualTo(401);
    assertThat(ends(first)).containsExactly("{\"reason\": \"refresh-token-used-again\"}");
  }

  @Test
  void aRefreshTokenThatComesAgainWithinSecondsIsRefusedAndEndsNothing() {
    var first = entrance.signedIn("demo", "company_user");
    var second = entrance.refresh(first.refresh());

    assertRefused(entrance.refresh(first.refresh()));
    assertThat(entrance.status(second.access())).isEqualTo(200);
    assertThat(entrance.refresh(second.refresh()).status()).isEqualTo(200);
  }

  @Test
  void ofParallelRefreshesExactlyOneWins() throws Exception {
    var first = entrance.signedIn("demo", "company_user");
    var tries =
        IntStream.range(0, 8)
            .mapToObj(i -> (Callable<Tokens>) () -> entrance.refresh(first.refresh()))
            .toList();
    List<Tokens> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = threads.invokeAll(tries).stream().map(done -> done.resultNow()).toList();
    }

    assertThat(answers).extracting(Tokens::status).containsOnlyOnce(200).containsOnly(200, 400);
    var winner =
        answers.stream().filter(answer -> answer.status() == 200).findFirst().orElseThrow();
    assertThat(entrance.refresh(winner.refresh()).status()).isEqualTo(200);
  }

  @Test
  void ofParallelUsesOfACodeOneWinsAtMost() throws Exception {
    var email = Entrance.freshEmail();
    entrance.member("demo", email, "company_user");
    entrance.next("mock", UUID.randomUUID().toString(), email);
    var code = entrance.code(new Browser(), "mock", "demo");
    var tries =
        IntStream.range(0, 8)
            .mapToObj(i -> (Callable<Tokens>) () -> entrance.redeem(code))
            .toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(tries).stream().map(done -> done.resultNow()))
          .filteredOn(answer -> answer.status() == 200)
          .hasSize(1);
    }
  }

  @Test
  void aCodeThatComesAgainEndsWhatWasGivenOutForIt() {
    var email = Entrance.freshEmail();
    entrance.member("demo", email, "company_user");
    entrance.next("mock", UUID.randomUUID().toString(), email);
    var code = entrance.code(new Browser(), "mock", "demo");
    var tokens = entrance.redeem(code);

    assertRefused(entrance.redeem(code));
    assertRefused(entrance.refresh(tokens.refresh()));
    assertThat(entrance.status(tokens.access())).isEqualTo(401);
  }

  @Test
  void aCodeIsWorthNothingAfterAMinute() {
    var email = Entrance.freshEmail();
    var principal = entrance.member("demo", email, "company_user");
    entrance.next("mock", UUID.randomUUID().toString(), email);
    var code = entrance.code(new Browser(), "mock", "demo");
    var life =
        database()
            .read(
                "demo",
                db ->
                    db.select(SIGN_INS.EXPIRES_AT)
                        .from(SIGN_INS)
                        .where(SIGN_INS.PRINCIPAL_ID.eq(principal))
                        .fetchSingle(SIGN_INS.EXPIRES_AT));
    expire(principal);

    assertThat(life).isBetween(Instant.now().plusSeconds(40), Instant.now().plusSeconds(60));
    assertRefused(entrance.redeem(code));
  }

  @Test
  void aSignInEndsAfterItsTimeHoweverOftenItIsRefreshed() {
    var tokens = entrance.signedIn("demo", "company_user");
    expire(subject(tokens));

    assertRefused(entrance.refresh(tokens.refresh()));
  }

  @Test
  void rolesAreReadAnewAtEachRefresh() throws ParseException {
    var tokens = entrance.signedIn("demo", "company_user");
    entrance.setRoles("demo", subject(tokens), "company_admin", "safety_reviewer");

    var refreshed = entrance.refresh(tokens.refresh());

    assertThat(SignedJWT.parse(refreshed.access()).getJWTClaimsSet().getStringListClaim("roles"))
        .containsExactly("company_admin", "safety_reviewer");
  }

  @Test
  void whoIsNoLongerAMemberIsSignedOut() {
    var tokens = entrance.signedIn("demo", "company_user");
    var principal = subject(tokens);
    entrance.setRoles("demo", principal);

    assertRefused(entrance.refresh(tokens.refresh()));
    assertThat(entrance.status(tokens.access())).isEqualTo(401);
    assertThat(ends(tokens)).containsExactly("{\"reason\": \"no-member\"}");
  }

  @Test
  void aRevokedRefreshTokenEndsTheSignIn() {
    var tokens = entrance.signedIn("demo", "company_user");

    assertThat(entrance.revoke(tokens.refresh())).isEqualTo(200);
    assertRefused(entrance.refresh(tokens.refresh()));
    assertThat(entrance.status(tokens.access())).isEqualTo(401);
  }

  @Test
  void anAccessTokenThatIsGivenBackIsRefusedAndTheSignInGoesOn() {
    var tokens = entrance.signedIn("demo", "company_user");

    assertThat(entrance.revoke(tokens.access())).isEqualTo(200);

    assertThat(entrance.status(tokens.access())).isEqualTo(401);
    assertThat(entrance.revoke(tokens.access())).isEqualTo(200);
    var next = entrance.refresh(tokens.refresh());
    assertThat(entrance.status(next.access())).isEqualTo(200);
    assertThat(entriesOf(subject(tokens))).filteredOn("identity.revoke-token"::equals).hasSize(1);
  }

  @Test
  void aMachineGivesItsOwnAccessTokenBackAndNobodyElses() {
    var client =
        new Http(entrance.api)
            .post("/v1/admin/clients", "{\"name\":\"m\",\"scopes\":[\"imports:read\"]}")
            .json();
    var id = client.get("clientId").asString();
    var secret = client.get("clientSecret").asString();
    var http = new Http(entrance.api, "");
    var own =
        http.form("/oauth2/token", "grant_type=client_credentials&scope=imports:read", id, secret)
            .json()
            .get("access_token")
            .asString();
    var others = entrance.signedIn("demo", "company_user").access();

    var refused = http.form("/oauth2/revoke", "token=" + others, id, secret);
    var revoked = http.form("/oauth2/revoke", "token=" + own, id, secret);

    assertThat(refused.status()).isIn(400, 401);
    assertThat(entrance.status(others)).isEqualTo(200);
    assertThat(revoked.status()).isEqualTo(200);
    assertThat(entrance.status(own)).isEqualTo(401);
    assertThat(http.form("/oauth2/introspect", "token=" + own, id, secret).text())
        .isEqualTo("{\"active\":false}");
    assertThat(http.form("/oauth2/introspect", "token=" + others, id, secret).status())
        .isEqualTo(200);
  }

  @Test
  void whatLooksLikeAnAccessTokenAndIsNotOursChangesNothing() {
    var tokens = entrance.signedIn("demo", "company_user");

    assertThat(entrance.revoke(tokens.access() + "x")).isEqualTo(200);
    assertThat(entrance.status(tokens.access())).isEqualTo(200);
  }

  @Test
  void revokingWhatIsNoTokenChangesNothing() {
    assertThat(entrance.revoke("demo.nothing")).isEqualTo(200);
  }

  @Test
  void anotherTenantInARefreshTokenFindsNothing() {
    var tokens = entrance.signedIn("demo", "company_user");

    assertRefused(entrance.refresh("other" + tokens.refresh().substring("demo".length())));
    assertThat(entrance.refresh(tokens.refresh()).status()).isEqualTo(200);
  }

  @Test
  void aMachineDoesNotRefresh() {
    var tokens = entrance.signedIn("demo", "company_user");

    var answer =
        entrance.tokens(
            "grant_type=refresh_token&client_id=csr-cli&refresh_token="
                + Entrance.encode(tokens.refresh()));

    assertThat(answer.status()).isIn(400, 401);
  }

  @Test
  void theSecretsAreNotInTheDatabase() {
    var tokens = entrance.signedIn("demo", "company_user");

    var digests =
        database()
            .read("demo", db -> db.selectFrom(REFRESH_TOKENS).fetch(REFRESH_TOKENS.TOKEN_DIGEST));

    assertThat(digests)
        .contains(TenantSecret.digest(tokens.refresh()))
        .allMatch(digest -> digest.length == 32);
  }

  @Test
  void theBeginningOfASignInIsOnRecordWithItsAuthor() {
    var tokens = entrance.signedIn("demo", "company_user");

    var entry =
        database()
            .read(
                "demo",
                db ->
                    db.selectFrom(AUDIT_ENTRIES)
                        .where(
                            AUDIT_ENTRIES.ACTION.eq("identity.sign-in"),
                            AUDIT_ENTRIES.ACTOR.eq(subject(tokens).toString()))
                        .fetchSingle());

    assertThat(entry.getActorRole()).isEqualTo("company_user");
  }

  @Test
  void anAdministratorSeesSignInsAndEndsThem() {
    var tokens = entrance.signedIn("other", "company_user");
    var administrator = Http.as(entrance.api, "other", "company_admin");
    var signIn =
        administrator
            .get("/v1/admin/sign-ins?page_size=100")
            .json()
            .get("items")
            .valueStream()
            .filter(item -> item.get("principalId").asString().equals(subject(tokens).toString()))
            .findFirst()
            .orElseThrow();

    var ended = end(administrator, signIn.get("id").asString());

    assertThat(ended.status()).isEqualTo(204);
    assertRefused(entrance.refresh(tokens.refresh()));
    assertThat(entrance.status(tokens.access())).isEqualTo(401);
  }

  @Test
  void aSignInOfAnotherCompanyIsNotThere() {
    var tokens = entrance.signedIn("demo", "company_user");
    var id =
        database()
            .read(
                "demo",
                db ->
                    db.select(SIGN_INS.SIGN_IN_ID)
                        .from(SIGN_INS)
                        .where(SIGN_INS.PRINCIPAL_ID.eq(subject(tokens)))
                        .fetchSingle(SIGN_INS.SIGN_IN_ID));

    var answer = end(Http.as(entrance.api, "other", "company_admin"), id.toString());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(entrance.status(tokens.access())).isEqualTo(200);
  }

  private static Http.Answer end(Http administrator, String id) {
    return administrator.send("DELETE", "/v1/admin/sign-ins/" + id, BodyPublishers.noBody());
  }

  private static void longAgo(String refreshToken) {
    database()
        .change(
            "demo",
            db ->
                db.update(REFRESH_TOKENS)
                    .set(REFRESH_TOKENS.USED_AT, Instant.now().minusSeconds(11))
                    .where(REFRESH_TOKENS.TOKEN_DIGEST.eq(TenantSecret.digest(refreshToken)))
                    .execute());
  }

  private static void expire(UUID principal) {
    database()
        .change(
            "demo",
            db ->
                db.update(SIGN_INS)
                    .set(SIGN_INS.EXPIRES_AT, Instant.now())
                    .where(SIGN_INS.PRINCIPAL_ID.eq(principal))
                    .execute());
  }

  private static List<String> ends(Tokens tokens) {
    var actor = subject(tokens).toString();
    return database()
        .read(
            "demo",
            db ->
                db.selectFrom(AUDIT_ENTRIES)
                    .where(
                        AUDIT_ENTRIES.ACTION.eq("identity.end-sign-in"),
                        AUDIT_ENTRIES.ACTOR.eq(actor))
                    .fetch(entry -> entry.getDetails().data()));
  }

  private static UUID subject(Tokens tokens) {
    try {
      return UUID.fromString(SignedJWT.parse(tokens.access()).getJWTClaimsSet().getSubject());
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(Tokens answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_grant");
  }

  private static Tenancy database() {
    return new Tenancy(entrance.api.database().api());
  }

  private static List<String> entriesOf(UUID actor) {
    return new Tenancy(entrance.api.database().api())
        .read(
            "demo",
            db ->
                db.select(AUDIT_ENTRIES.ACTION)
                    .from(AUDIT_ENTRIES)
                    .where(AUDIT_ENTRIES.ACTOR.eq(actor.toString()))
                    .fetch(AUDIT_ENTRIES.ACTION));
  }
}
