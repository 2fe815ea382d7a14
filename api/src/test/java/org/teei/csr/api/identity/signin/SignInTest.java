package org.teei.csr.api.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.BROWSER_SESSIONS;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import java.util.UUID;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.identity.signin.Entrance.Code;
import org.teei.csr.schema.tenancy.Tenancy;

/** People come in by an OpenID provider, and nobody else does. */
class SignInTest {
  private static Entrance entrance;

  private final String email = Entrance.freshEmail();
  private final String subject = UUID.randomUUID().toString();
  private final Browser browser = new Browser();

  @BeforeAll
  static void start() {
    entrance = new Entrance();
  }

  @AfterAll
  static void stop() {
    entrance.close();
  }

  @Test
  void aMemberGetsATokenOfTheirCompanyWithAllTheirRolesThere() throws ParseException {
    var principal = entrance.member("demo", email, "company_user", "privacy_officer");
    entrance.next("mock", subject, email);

    var tokens = entrance.redeem(entrance.code(browser, "mock", ""));

    var claims = SignedJWT.parse(tokens.access()).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo(principal.toString());
    assertThat(claims.getStringClaim("tenant")).isEqualTo("demo");
    assertThat(claims.getStringListClaim("roles"))
        .containsExactly("company_user", "privacy_officer");
    assertThat(entrance.status(tokens.access())).isEqualTo(200);
  }

  @Test
  void whoIsAMemberOfTwoCompaniesSaysForWhich() throws ParseException {
    entrance.member("demo", email, "company_user");
    entrance.member("other", email, "company_admin");
    entrance.next("mock", subject, email);

    var undecided = entrance.signIn(browser, "mock", "", Entrance.verifier());
    var tokens = entrance.redeem(entrance.code(browser, "mock", "other"));

    assertThat(Entrance.parameter(undecided, "error")).isEqualTo("invalid_request");
    var claims = SignedJWT.parse(tokens.access()).getJWTClaimsSet();
    assertThat(claims.getStringClaim("tenant")).isEqualTo("other");
    assertThat(claims.getStringListClaim("roles")).containsExactly("company_admin");
  }

  @Test
  void nobodyGetsATokenOfACompanyOfWhichTheyAreNoMember() {
    entrance.member("demo", email, "company_admin");
    entrance.next("mock", subject, email);

    var answer = entrance.signIn(browser, "mock", "other", Entrance.verifier());

    assertThat(Entrance.parameter(answer, "error")).isEqualTo("access_denied");
  }

  @Test
  void aSignInThatBeganAtOneProcessEndsAtAnother() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);
    try (var another = entrance.another()) {
      var begun =
          browser.follow(
              entrance.authorize("mock", "demo", "v").replace(entrance.api.url(), another.url()),
              address -> address.startsWith(entrance.provider.baseUrl().toString()));

      var done =
          browser.follow(
              begun.headers().firstValue("Location").orElseThrow(),
              address -> address.startsWith(Entrance.REDIRECT));

      assertThat(Entrance.parameter(done, "code")).isNotBlank();
    }
  }

  @Test
  void aSecondSignInFindsTheSamePersonByTheSubjectAfterTheAddressHasChanged() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);
    entrance.code(browser, "mock", "demo");
    entrance.next("mock", subject, Entrance.freshEmail());

    assertThat(entrance.code(new Browser(), "mock", "demo").value()).isNotBlank();
  }

  @Test
  void anAddressThatNobodyKnowsSignsNobodyIn() {
    entrance.next("mock", subject, email);

    assertRefused(entrance.signIn(browser, "mock", "demo", Entrance.verifier()));
  }

  @Test
  void anAddressThatTheProviderHasNotVerifiedSignsNobodyIn() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, Map.of("email", email, "email_verified", false));

    assertRefused(entrance.signIn(browser, "mock", "demo", Entrance.verifier()));
  }

  @Test
  void anAddressOfWhichTheProviderDoesNotSayThatItIsVerifiedSignsNobodyIn() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, Map.of("email", email));

    assertRefused(entrance.signIn(browser, "mock", "demo", Entrance.verifier()));
  }

  @Test
  void theSameAddressOfAnotherSubjectSignsNobodyIn() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);
    entrance.code(browser, "mock", "demo");
    entrance.next("mock", UUID.randomUUID().toString(), email);

    assertRefused(entrance.signIn(new Browser(), "mock", "demo", Entrance.verifier()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "EXAMPLE.ORG.evil", ""})
  void anotherHostedDomainSignsNobodyIn(String domain) {
    entrance.member("demo", email, "company_user");
    entrance.next(
        "mock-domain", subject, Map.of("email", email, "email_verified", true, "hd", domain));

    assertRefused(entrance.signIn(browser, "mock-domain", "demo", Entrance.verifier()));
  }

  @Test
  void theHostedDomainSignsItsPeopleIn() {
    entrance.member("demo", email, "company_user");
    entrance.next(
        "mock-domain",
        subject,
        Map.of("email", email, "email_verified", true, "hd", Entrance.DOMAIN));

    assertThat(entrance.code(browser, "mock-domain", "demo").value()).isNotBlank();
  }

  @Test
  void theDirectoryIsBelievedAboutItsAddresses() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock-entra", subject, Map.of("email", email, "tid", Entrance.DIRECTORY));

    assertThat(entrance.code(browser, "mock-entra", "demo").value()).isNotBlank();
  }

  @Test
  void anotherDirectorySignsNobodyIn() {
    entrance.member("demo", email, "company_user");
    entrance.next(
        "mock-entra",
        subject,
        Map.of("email", email, "email_verified", true, "tid", UUID.randomUUID().toString()));

    assertRefused(entrance.signIn(browser, "mock-entra", "demo", Entrance.verifier()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", ""})
  void anAnswerToAnotherRequestSignsNobodyIn(String nonce) {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, Map.of("email", email, "email_verified", true, "nonce", nonce));

    assertRefused(entrance.signIn(browser, "mock", "demo", Entrance.verifier()));
  }

  @Test
  void anAnswerForAnotherClientSignsNobodyIn() {
    entrance.member("demo", email, "company_user");
    entrance.next(
        "mock", subject, Map.of("email", email, "email_verified", true, "aud", "another-client"));

    assertRefused(entrance.signIn(browser, "mock", "demo", Entrance.verifier()));
  }

  @Test
  void aWrongStateSignsNobodyIn() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);
    var callback = callback();

    assertRefused(browser.get(callback.replace("state=", "state=x")));
  }

  @Test
  void anAnswerThatSomebodyElsesBrowserBringsSignsNobodyIn() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);
    var callback = callback();

    assertRefused(new Browser().get(callback));
  }

  @Test
  void anAnswerIsTakenOnce() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);
    var callback = callback();

    assertThat(browser.get(callback).statusCode()).isEqualTo(302);
    assertRefused(browser.get(callback));
  }

  @Test
  void anAnswerAtTheAddressOfAnotherProviderSignsNobodyIn() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);
    var callback = callback();

    assertRefused(browser.get(callback.replace("/auth/mock/", "/auth/mock-other/")));
  }

  @Test
  void anAnswerThatNamesAnotherIssuerSignsNobodyIn() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);
    var callback = callback();

    assertRefused(browser.get(callback + "&iss=" + Entrance.encode(entrance.issuer("mock-other"))));
  }

  @Test
  void anAnswerThatNamesItsIssuerSignsIn() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);
    var callback = callback();

    var answer = browser.get(callback + "&iss=" + Entrance.encode(entrance.issuer("mock")));

    assertThat(answer.statusCode()).isEqualTo(302);
  }

  @Test
  void whatTheProviderRefusesIsToldWithoutItsWords() {
    browser.get(entrance.api.url() + "/auth/mock");

    var answer =
        browser.get(
            entrance.api.url()
                + "/auth/mock/callback?error=access_denied&error_description=secret-words&state=x");

    assertRefused(answer);
    assertThat(answer.body()).doesNotContain("secret-words");
  }

  @Test
  void aBrowserIsToldByAPage() {
    var answer =
        browser.get(
            entrance.api.url() + "/auth/mock/callback?code=c&state=s", "Accept", "text/html");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
  }

  @Test
  void aProviderThatNobodySetUpIsNotThere() {
    assertThat(browser.get(entrance.api.url() + "/auth/nothing").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/a\r\nLocation: https://evil.example"
      })
  void aSignInLeadsToNoAddressThatIsNotOurs(String address) {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);

    assertThat(location(signedInWith(address))).isEqualTo("/auth/done");
  }

  @Test
  void aSignInLeadsBackToWhereItBeganInThisApi() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);

    assertThat(location(signedInWith("/docs"))).isEqualTo("/docs");
  }

  @Test
  void theSessionHasANewIdAfterTheSignIn() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);
    var callback = callback();
    var before = browser.cookie("csr-session");
    browser.get(callback);
    var attacker = new Browser();
    attacker.setCookie("csr-session", before);

    assertThat(browser.cookie("csr-session")).isNotEqualTo(before);
    assertThat(done(browser).statusCode()).isEqualTo(200);
    assertThat(done(attacker).statusCode()).isEqualTo(401);
  }

  @Test
  void theCookieIsForThisApiOnlyAndHiddenFromScripts() {
    var cookie =
        browser
            .get(entrance.api.url() + "/auth/mock")
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow();

    assertThat(cookie.split("; "))
        .contains("Path=/", "HttpOnly", "SameSite=Lax")
        .noneMatch(part -> part.startsWith("Domain="));
  }

  @Test
  void whereTheApiIsReachedByHttpsTheCookieIsToo() {
    try (var encrypted = entrance.reachedAt("https://csr.example.org")) {
      var cookie =
          browser
              .get(encrypted.url() + "/auth/mock")
              .headers()
              .firstValue("Set-Cookie")
              .orElseThrow();

      assertThat(cookie).startsWith("__Host-csr-session=");
      assertThat(cookie.split("; ")).contains("Secure", "Path=/", "HttpOnly", "SameSite=Lax");
    }
  }

  @Test
  void theProviderIsAskedWithAChallengeAStateAndANonce() {
    var address = location(browser.get(entrance.api.url() + "/auth/mock"));

    assertThat(address)
        .contains("code_challenge=", "code_challenge_method=S256", "state=", "nonce=")
        .contains("redirect_uri=" + entrance.api.url() + "/auth/mock/callback");
  }

  @Test
  void noRouteTakesTheCookie() {
    var signedIn = signedIn();

    var answer = signedIn.get(entrance.api.url() + "/v1/imports");

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void noRouteHasASession() {
    var answer = browser.post(entrance.api.url() + "/v1/profile/search", "{}");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void aPostOfAnotherOriginSignsNobodyOut() {
    var signedIn = signedIn();

    var answer = signedIn.post(entrance.api.url() + "/auth/logout", "");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(done(signedIn).statusCode()).isEqualTo(200);
  }

  @Test
  void signingOutEndsTheSession() {
    var signedIn = signedIn();
    var session = signedIn.cookie("csr-session");
    var page = done(signedIn).body();
    var token = page.substring(page.indexOf("value=\"") + 7);

    var answer =
        signedIn.post(
            entrance.api.url() + "/auth/logout",
            "_csrf=" + Entrance.encode(token.substring(0, token.indexOf('"'))));

    signedIn.setCookie("csr-session", session);
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(done(signedIn).statusCode()).isEqualTo(401);
  }

  @Test
  void aSessionEndsAfterItsTime() {
    var signedIn = signedIn();

    new Tenancy(entrance.api.database().api())
        .change(
            "platform",
            db ->
                db.update(BROWSER_SESSIONS)
                    .set(BROWSER_SESSIONS.EXPIRES_AT, DSL.currentInstant())
                    .execute());

    assertThat(done(signedIn).statusCode()).isEqualTo(401);
  }

  @Test
  void theSessionHoldsNothingThatReadsAsAPerson() {
    var signedIn = signedIn();

    var contents =
        new Tenancy(entrance.api.database().api())
            .read(
                "platform", db -> db.selectFrom(BROWSER_SESSIONS).fetch(BROWSER_SESSIONS.CONTENT));

    assertThat(signedIn.cookie("csr-session")).isNotBlank();
    assertThat(contents)
        .isNotEmpty()
        .allSatisfy(content ->
            assertThat(new String(content, StandardCharsets.ISO_8859_1))
                .doesNotContain(email, subject, "Person", "java"));
  }

  @Test
  void aRequestOfAStrangersProgramIsNotEvenSentToAProvider() {
    var answer =
        browser.get(
            entrance
                .authorize("mock", "demo", Entrance.verifier())
                .replace(
                    Entrance.encode(Entrance.REDIRECT),
                    Entrance.encode("https://evil.example/callback")));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
  }

  @Test
  void aCodeIsWorthNothingWithAnotherVerifier() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);
    var code = entrance.code(browser, "mock", "demo");

    var tokens = entrance.redeem(new Code(code.value(), Entrance.verifier()));

    assertThat(tokens.status()).isEqualTo(400);
    assertThat(tokens.error()).isEqualTo("invalid_grant");
  }

  @Test
  void aRequestWithoutAChallengeGetsNoCode() {
    var answer =
        browser.get(
            entrance
                .authorize("mock", "demo", Entrance.verifier())
                .replace("code_challenge=", "other="));

    assertThat(Entrance.parameter(answer, "error")).isEqualTo("invalid_request");
  }

  @Test
  void aRequestThatDoesNotSayWhereToGetsNoCode() {
    var answer =
        signedIn()
            .get(
                entrance
                    .authorize("mock", "demo", Entrance.verifier())
                    .replace("redirect_uri=", "other_uri="));

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  private Browser signedIn() {
    entrance.member("demo", email, "company_user");
    entrance.next("mock", subject, email);
    browser.get(callback());
    return browser;
  }

  private HttpResponse<String> signedInWith(String returnTo) {
    var callback =
        browser.follow(
            entrance.api.url() + "/auth/mock?return_to=" + Entrance.encode(returnTo),
            address -> address.startsWith(entrance.api.url() + "/auth/mock/callback"));
    return browser.get(location(callback));
  }

  private static HttpResponse<String> done(Browser browser) {
    return browser.get(entrance.api.url() + "/auth/done");
  }

  /** The address to which the provider sends the browser back. */
  private String callback() {
    return location(
        browser.follow(
            entrance.api.url() + "/auth/mock",
            address -> address.startsWith(entrance.api.url() + "/auth/mock/callback")));
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("/problems/identity/sign-in-refused");
    assertThat(answer.headers().firstValue("Location")).isEmpty();
  }
}
