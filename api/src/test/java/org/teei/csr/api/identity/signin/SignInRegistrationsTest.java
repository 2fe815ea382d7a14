package org.teei.csr.api.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.SIGN_IN_REGISTRATIONS;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.tenancy.Tenancy;

/** A company sets up its own provider, which is believed in that company and nowhere else. */
class SignInRegistrationsTest {
  private static final String PATH = "/v1/admin/sign-in-registrations";

  private static Entrance entrance;

  private final String id = "p" + UUID.randomUUID();
  private final Http demo = Http.as(entrance.api, "demo", "company_admin");
  private final Http other = Http.as(entrance.api, "other", "company_admin");

  @BeforeAll
  static void start() {
    entrance = new Entrance();
  }

  @AfterAll
  static void stop() {
    entrance.close();
  }

  @Test
  void itsPeopleSignInWithIt() throws ParseException {
    var email = Entrance.freshEmail();
    entrance.member("demo", email, "company_user");
    demo.post(PATH, body(id));
    entrance.next(id, UUID.randomUUID().toString(), email);

    var tokens = entrance.redeem(entrance.code(new Browser(), id, "demo"));

    assertThat(SignedJWT.parse(tokens.access()).getJWTClaimsSet().getStringClaim("tenant"))
        .isEqualTo("demo");
  }

  @Test
  void whoWorksForTwoCompaniesGetsNoTokenOfTheOtherByIt() {
    var email = Entrance.freshEmail();
    entrance.member("demo", email, "company_user");
    entrance.member("other", email, "company_admin");
    demo.post(PATH, body(id));
    entrance.next(id, UUID.randomUUID().toString(), email);

    var answer = entrance.signIn(new Browser(), id, "other", Entrance.verifier());

    assertThat(Entrance.parameter(answer, "error")).isEqualTo("access_denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "platform"})
  void itsWordAboutPeopleOfOthersSignsNobodyIn(String tenant) {
    var email = Entrance.freshEmail();
    entrance.member(tenant, email, tenant.equals("platform") ? "system_admin" : "company_admin");
    demo.post(PATH, body(id));
    entrance.next(id, UUID.randomUUID().toString(), email);

    var answer = entrance.signIn(new Browser(), id, tenant, Entrance.verifier());

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void theSecretIsShownNowhereAndStoredEncrypted() {
    var created = demo.post(PATH, body(id));

    var stored =
        new Tenancy(entrance.api.database().api())
            .read(
                "demo",
                db ->
                    db.selectFrom(SIGN_IN_REGISTRATIONS)
                        .where(SIGN_IN_REGISTRATIONS.REGISTRATION_ID.eq(id))
                        .fetchSingle(SIGN_IN_REGISTRATIONS.CLIENT_SECRET_CIPHERTEXT));

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(created.header("Location")).hasValue(PATH + "/" + id);
    assertThat(created.text()).doesNotContain("the-secret");
    assertThat(demo.get(PATH + "/" + id).text()).doesNotContain("the-secret");
    assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("the-secret");
  }

  @Test
  void theSameRequestSetsUpOne() {
    var key = UUID.randomUUID().toString();

    var first = demo.post(PATH, body(id), "Idempotency-Key", key);
    var again = demo.post(PATH, body(id), "Idempotency-Key", key);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Idempotent-Replayed")).hasValue("true");
  }

  @Test
  void anIdIsTakenForAllCompanies() {
    demo.post(PATH, body(id));

    var answer = other.post(PATH, body(id));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("identity/registration-taken");
  }

  @Test
  void anIdOfTheInstallationIsTaken() {
    assertThat(demo.post(PATH, body("mock")).status()).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jwks",
        "choose",
        "done",
        "logout",
        "providers",
        "a",
        "-ab",
        "Upper",
        "a/b",
        "a b"
      })
  void anIdThatIsNoPartOfAnAddressIsRefused(String wrong) {
    assertThat(demo.post(PATH, body(wrong)).status()).isEqualTo(400);
  }

  @Test
  void theProviderOfAnotherCompanyIsNotThere() {
    demo.post(PATH, body(id));

    assertThat(other.get(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(other.get(PATH + "?page_size=100").text()).doesNotContain(id);
    assertThat(delete(other).status()).isEqualTo(404);
    assertThat(put(other, 1, "new").status()).isEqualTo(404);
    assertThat(demo.get(PATH + "/" + id).status()).isEqualTo(200);
  }

  @Test
  void aReplacementOfAnOlderVersionIsRefused() {
    demo.post(PATH, body(id));

    assertThat(put(demo, 1, "new").header("ETag")).hasValue("\"2\"");
    assertThat(put(demo, 1, "newer").status()).isEqualTo(412);
    assertThat(demo.get(PATH + "/" + id).json().get("clientId").asString()).isEqualTo("new");
  }

  @Test
  void whoSignedInWithItIsSignedOutWhenItIsRemoved() {
    var email = Entrance.freshEmail();
    entrance.member("demo", email, "company_user");
    demo.post(PATH, body(id));
    entrance.next(id, UUID.randomUUID().toString(), email);
    var tokens = entrance.redeem(entrance.code(new Browser(), id, "demo"));

    var deleted = delete(demo);

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(entrance.refresh(tokens.refresh()).status()).isEqualTo(400);
    assertThat(entrance.status(tokens.access())).isEqualTo(401);
    assertThat(new Browser().get(entrance.api.url() + "/auth/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void aProviderThatDoesNotAnswerIsSaidToBeAway() {
    demo.post(PATH, body(id).replace(entrance.issuer(id), "http://localhost:1/nobody"));

    var answer = new Browser().get(entrance.api.url() + "/auth/" + id);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("identity/provider-away").doesNotContain("localhost:1");
  }

  @Test
  void aUserOfTheCompanySetsUpNone() {
    var user = Http.as(entrance.api, "demo", "company_user");

    assertThat(user.post(PATH, body(id)).status()).isEqualTo(403);
  }

  private Http.Answer delete(Http as) {
    return as.send("DELETE", PATH + "/" + id, BodyPublishers.noBody());
  }

  private Http.Answer put(Http as, int version, String clientId) {
    return as.send(
        "PUT",
        PATH + "/" + id,
        BodyPublishers.ofString(
            "{\"issuer\":\"%s\",\"clientId\":\"%s\",\"hostedDomains\":[]}"
                .formatted(entrance.issuer(id), clientId)),
        "Content-Type",
        "application/json",
        "If-Match",
        "\"" + version + "\"");
  }

  private static String body(String id) {
    return "{\"id\":\"%s\",\"issuer\":\"%s\",\"clientId\":\"csr\",\"clientSecret\":\"the-secret\",\"hostedDomains\":[]}"
        .formatted(id, entrance.issuer(id.replace("/", "").replace(" ", "")));
  }
}
