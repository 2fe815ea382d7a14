package org.teei.csr.api.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.PASSKEYS;
import static org.teei.csr.schema.jooq.Tables.SIGN_INS;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.teei.csr.api.identity.members.People;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.tenancy.Tenancy;

/** Dangerous actions ask for a passkey, and only the right one will do. */
class StepUpTest {
  private static final String NEW_KEY = "{\"name\":\"k\",\"scopes\":[\"imports:read\"]}";
  private static final String STEP_UP = "/auth/step-up?tenant=demo";

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
  void aPasskeyLeadsToATokenThatSaysSoAndOpensWhatIsDangerous() throws ParseException {
    var someone = new Someone(entrance, "demo", "company_admin");

    var tokens = someone.steppedUp("demo");

    var claims = claims(tokens.access());
    assertThat(claims.getStringClaim("acr")).isEqualTo("step-up");
    assertThat(claims.getStringListClaim("amr")).containsExactly("mfa", "pop");
    assertThat(claims.getDateClaim("auth_time")).isCloseTo(Instant.now(), 60_000);
    assertThat(mintKey(tokens.access()).status()).isEqualTo(201);
  }

  @Test
  void aTokenWithoutOneIsToldWhatIsMissing() throws ParseException {
    var someone = new Someone(entrance, "demo", "company_admin");

    var token = someone.plain("demo").access();

    var answer = mintKey(token);
    assertThat(claims(token).getClaims()).doesNotContainKeys("acr", "amr").containsKey("auth_time");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("identity/step-up-needed");
    assertThat(answer.header("WWW-Authenticate").orElseThrow())
        .contains("insufficient_user_authentication", "acr_values=\"step-up\"", "max_age=\"300\"");
    assertThat(new Http(entrance.api, token).get("/v1/admin/api-keys").status()).isEqualTo(200);
  }

  @Test
  void aPasskeyThatWasShownLongAgoIsAskedForAgainHoweverOftenTheTokenIsRefreshed()
      throws ParseException {
    var someone = new Someone(entrance, "demo", "company_admin");
    var tokens = someone.steppedUp("demo");
    var refreshed = entrance.refresh(tokens.refresh());
    new Tenancy(entrance.api.database().api())
        .change(
            "demo",
            db ->
                db.update(SIGN_INS)
                    .set(SIGN_INS.STEPPED_UP_AT, Instant.now().minus(Duration.ofMinutes(5)))
                    .where(SIGN_INS.PRINCIPAL_ID.eq(someone.principal))
                    .execute());

    var stale = entrance.refresh(refreshed.refresh()).access();

    assertThat(claims(refreshed.access()).getDateClaim("auth_time"))
        .isEqualTo(claims(tokens.access()).getDateClaim("auth_time"));
    assertThat(mintKey(refreshed.access()).status()).isEqualTo(201);
    assertThat(mintKey(stale).problem()).isEqualTo("identity/step-up-needed");
  }

  @Test
  void theAuthorizationServerSaysWhatMayBeAskedFor() {
    assertThat(
            new Http(entrance.api, "")
                .get("/.well-known/oauth-authorization-server")
                .json()
                .get("acr_values_supported")
                .toString())
        .isEqualTo("[\"step-up\"]");
  }

  @Test
  void noCodeIsGivenOutBeforeThePasskeyIsShown() {
    var someone = new Someone(entrance, "demo", "company_admin");
    someone.register("demo");

    var answer = entrance.signInWith(Someone.STEP_UP, someone.browser, "demo", Entrance.verifier());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("data-ceremony=\"step-up\"");
  }

  @Test
  void thePagesOfTheScriptWorkWithWhatTheyTellIt() {
    var someone = new Someone(entrance, "demo", "company_admin");
    var page = someone.page("/auth/passkeys?tenant=demo");

    var answer =
        someone.browser.json(
            entrance.api.url() + "/auth/passkeys/options?tenant=demo",
            "",
            "X-CSRF-TOKEN",
            Someone.tokenOf(page));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'");
    assertThat(someone.page("/auth/passkeys.js").headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/javascript");
  }

  @Test
  void aPageOfAnotherOriginIsRefused() {
    var someone = registered();
    someone.authenticator.origin = "https://evil.example";

    assertRefused(someone.stepUp("demo"));
  }

  @Test
  void whatWasShownOnceIsWorthNothingAgain() {
    var someone = registered();
    var shown = someone.authenticator.get(someone.options(STEP_UP));

    assertThat(someone.script(STEP_UP, shown).statusCode()).isEqualTo(200);
    assertRefused(someone.script(STEP_UP, shown));
    someone.options(STEP_UP);
    assertRefused(someone.script(STEP_UP, shown));
  }

  @Test
  void aFailedAttemptUsesTheChallengeUp() {
    var someone = registered();
    var options = someone.options(STEP_UP);
    var good = someone.authenticator.get(options);
    someone.script(STEP_UP, "{}");

    assertRefused(someone.script(STEP_UP, good));
  }

  @Test
  void theChallengeOfAnotherSessionIsRefused() {
    var someone = registered();
    var elsewhere = new Browser();
    someone.signIn(elsewhere);
    var shown = someone.authenticator.get(someone.options(STEP_UP));
    var page = elsewhere.get(entrance.api.url() + STEP_UP);

    assertRefused(
        elsewhere.json(entrance.api.url() + STEP_UP, shown, "X-CSRF-TOKEN", Someone.tokenOf(page)));
  }

  @Test
  void thePasskeyOfAnotherPersonOfTheSameCompanyIsRefused() {
    var someone = registered();
    var another = registered();

    assertRefused(someone.script(STEP_UP, another.authenticator.get(someone.options(STEP_UP))));
  }

  @Test
  void aTamperedSignatureIsRefused() {
    var someone = registered();
    var shown = someone.authenticator.get(someone.options(STEP_UP));
    var signature = shown.indexOf("\"signature\":\"") + 40;
    var other = shown.charAt(signature) == 'A' ? 'B' : 'A';

    assertRefused(
        someone.script(
            STEP_UP, shown.substring(0, signature) + other + shown.substring(signature + 1)));
  }

  @Test
  void anAuthenticatorThatCountsBackwardsIsRefused() {
    var someone = registered();
    someone.authenticator.count = 10;
    someone.stepUp("demo");
    someone.authenticator.count = 5;

    assertRefused(someone.stepUp("demo"));
    assertRefused(someone.script(STEP_UP, someone.authenticator.signed(someone.options(STEP_UP))));
  }

  @Test
  void aPasskeyThatDoesNotCountIsTakenEachTime() {
    var someone = registered();

    for (int i = 0; i < 2; i++) {
      var shown = someone.authenticator.signed(someone.options(STEP_UP));
      assertThat(someone.script(STEP_UP, shown).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anAuthenticatorThatDoesNotVerifyItsUserIsRefused() {
    var someone = registered();
    someone.authenticator.verifies = false;

    assertRefused(someone.stepUp("demo"));
  }

  @Test
  void aPasskeyCountsForTheCompanyItWasRegisteredForOnly() {
    var someone = new Someone(entrance, "demo", "company_admin");
    entrance.member("other", someone.email, "company_admin");
    someone.register("demo");

    assertRefused(
        someone.script(
            "/auth/step-up?tenant=other",
            someone.authenticator.get(someone.options("/auth/step-up?tenant=other"))));
    assertRefused(
        someone.script(
            "/auth/step-up?tenant=other", someone.authenticator.get(someone.options(STEP_UP))));
    assertThat(someone.stepUp("demo").statusCode()).isEqualTo(200);
    assertThat(
            entrance
                .signInWith(Someone.STEP_UP, someone.browser, "other", Entrance.verifier())
                .body())
        .contains("register one");
  }

  @Test
  void aTokenOfAnotherCompanySaysNothingOfThePasskey() throws ParseException {
    var someone = new Someone(entrance, "demo", "company_admin");
    entrance.member("other", someone.email, "company_admin");
    someone.steppedUp("demo");

    assertThat(claims(someone.plain("other").access()).getClaims()).doesNotContainKey("acr");
  }

  @Test
  void whereNobodyIsAMemberThereIsNothing() {
    var someone = registered();

    assertThat(someone.page("/auth/step-up?tenant=other").statusCode()).isEqualTo(404);
    assertThat(someone.page("/auth/passkeys?tenant=nobody").statusCode()).isEqualTo(404);
  }

  @Test
  void aPostOfAnotherOriginBeginsNothing() {
    var someone = registered();

    for (var path : List.of("/auth/step-up", "/auth/passkeys", "/auth/passkeys/options")) {
      assertThat(someone.browser.json(entrance.api.url() + path, "{}").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void theSessionHasANewIdAfterThePasskey() {
    var someone = registered();
    var before = someone.browser.cookie("csr-session");

    someone.stepUp("demo");

    assertThat(someone.browser.cookie("csr-session")).isNotEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 30, true", // the way back takes a moment
    "0, 90, false",
    "600, 500, true",
    "600, 700, false",
    "-1, 90, false",
    "99999999999999999999, 90, false"
  })
  void anOldSignInIsNotEnoughForWhoAsksForAYoungOne(String maxAge, long seconds, boolean met) {
    var principal = entrance.member("demo", Entrance.freshEmail(), "company_user");
    var person = new Person(principal, "platform", Instant.now().minusSeconds(seconds));
    var request = new MockHttpServletRequest();
    request.setParameter("max_age", maxAge);

    var decision =
        new StepUpDemand(entrance.api.bean(People.class), entrance.api.bean(Refusals.class))
            .authorize(
                () -> new OAuth2AuthenticationToken(person, List.of(), "mock"),
                new RequestAuthorizationContext(request));

    assertThat(decision.isGranted()).isEqualTo(met);
  }

  @Test
  void eachUseIsOnTheCompanysRecord() {
    var someone = new Someone(entrance, "demo", "company_admin");
    someone.register("demo");
    someone.stepUp("demo");

    assertThat(recordedOf(someone.principal))
        .containsExactly("identity.register-passkey", "identity.step-up");
  }

  @Test
  void whatIsKeptOfAPasskeyNamesNobody() {
    var someone = registered();

    var rows =
        new Tenancy(entrance.api.database().api())
            .read(
                "demo",
                db ->
                    db.selectFrom(PASSKEYS)
                        .where(PASSKEYS.PRINCIPAL_ID.eq(someone.principal))
                        .fetch());

    assertThat(rows).hasSize(1);
    assertThat(rows.toString()).doesNotContain(someone.email);
  }

  static List<String> recordedOf(UUID actor) {
    return new Tenancy(entrance.api.database().api())
        .read(
            "demo",
            db ->
                db.select(AUDIT_ENTRIES.ACTION)
                    .from(AUDIT_ENTRIES)
                    .where(
                        AUDIT_ENTRIES.ACTOR.eq(actor.toString()),
                        AUDIT_ENTRIES.RESOURCE_TYPE.eq("passkey"))
                    .orderBy(AUDIT_ENTRIES.ENTRY_ID)
                    .fetch(AUDIT_ENTRIES.ACTION));
  }

  private static Someone registered() {
    var someone = new Someone(entrance, "demo", "company_admin");
    assertThat(someone.register("demo").statusCode()).isEqualTo(204);
    return someone;
  }

  private static Http.Answer mintKey(String token) {
    return new Http(entrance.api, token).post("/v1/admin/api-keys", NEW_KEY);
  }

  private static JWTClaimsSet claims(String token) throws ParseException {
    return SignedJWT.parse(token).getJWTClaimsSet();
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("/problems/identity/passkey-refused");
  }
}
