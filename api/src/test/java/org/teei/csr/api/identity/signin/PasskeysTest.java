package org.teei.csr.api.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.PASSKEYS;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Passkeys are registered by who has just proved who they are, and removed by them or an
 * administrator.
 */
class PasskeysTest {
  private static final String PAGE = "/auth/passkeys?tenant=demo";
  private static final Pattern REMOVE = Pattern.compile("action=\"(/auth/passkeys/[^\"]+)\"");

  private static Entrance entrance;

  private final Someone someone = new Someone(entrance, "demo", "company_user");

  @BeforeAll
  static void start() {
    entrance = new Entrance();
  }

  @AfterAll
  static void stop() {
    entrance.close();
  }

  @Test
  void afterTheFirstOneAnotherNeedsItToBeShown() {
    someone.register("demo");
    var second = new Authenticator(entrance.api.url());

    var before = someone.script("/auth/passkeys/options?tenant=demo", "");
    someone.stepUp("demo");
    var after = someone.script(PAGE, second.create(someone.options(PAGE)));

    assertThat(before.statusCode()).isEqualTo(403);
    assertThat(before.body()).contains("/problems/identity/sign-in-again");
    assertThat(after.statusCode()).isEqualTo(204);
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void aBegunRegistrationIsNotFinishedAfterTheFirstPasskeyIsThere() {
    var elsewhere = new Browser();
    someone.signIn(elsewhere);
    var stolen = new Authenticator(entrance.api.url());
    var page = elsewhere.get(entrance.api.url() + PAGE);
    var begun =
        elsewhere.json(
            entrance.api.url() + "/auth/passkeys/options?tenant=demo",
            "",
            "X-CSRF-TOKEN",
            Someone.tokenOf(page));
    someone.register("demo");

    var answer =
        elsewhere.json(
            entrance.api.url() + PAGE,
            stolen.create(Someone.JSON.readTree(begun.body())),
            "X-CSRF-TOKEN",
            Someone.tokenOf(page));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void theSamePasskeyIsRegisteredOnce() {
    var another = new Someone(entrance, "demo", "company_user");
    someone.register("demo");

    var answer = another.script(PAGE, someone.authenticator.create(another.options(PAGE)));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("/problems/identity/passkey-refused");
  }

  @Test
  void aRegistrationFromAnotherOriginOrWithoutAVerifiedUserIsRefused() {
    someone.authenticator.origin = "http://localhost:1";
    assertThat(someone.register("demo").statusCode()).isEqualTo(403);
    someone.authenticator.origin = entrance.api.url();
    someone.authenticator.verifies = false;
    assertThat(someone.register("demo").statusCode()).isEqualTo(403);

    assertThat(count()).isZero();
  }

  @Test
  void ownOnesAreRemovedAfterOneWasShown() {
    someone.register("demo");
    assertThat(someone.page(PAGE).body()).doesNotContain("/remove");
    someone.stepUp("demo");
    var remove = REMOVE.matcher(someone.page(PAGE).body());
    assertThat(remove.find()).isTrue();

    var answer = post(remove.group(1));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(count()).isZero();
    assertThat(entriesAbout("identity.remove-passkey", someone.principal.toString())).isEqualTo(1);
  }

  @Test
  void nobodyRemovesThoseOfAnother() {
    var another = new Someone(entrance, "demo", "company_user");
    another.register("demo");
    another.stepUp("demo");
    someone.register("demo");
    var foreign =
        new Tenancy(entrance.api.database().api())
            .read(
                "demo",
                db ->
                    db.select(PASSKEYS.PASSKEY_ID)
                        .from(PASSKEYS)
                        .where(PASSKEYS.PRINCIPAL_ID.eq(someone.principal))
                        .fetchSingle(PASSKEYS.PASSKEY_ID));

    another.browser.post(
        entrance.api.url() + "/auth/passkeys/" + foreign + "/remove?tenant=demo",
        "_csrf=" + Entrance.encode(another.csrf()));

    assertThat(count()).isEqualTo(1);
  }

  @Test
  void anAdministratorSeesAndRemovesThoseOfAMember() {
    someone.register("demo");
    var administrator = new Http(entrance.api);
    var path = "/v1/admin/members/" + someone.principal + "/passkeys";

    var listed = administrator.get(path).json();
    var removed = administrator.send("DELETE", path, BodyPublishers.noBody());
    var again = administrator.send("DELETE", path, BodyPublishers.noBody());

    assertThat(listed.at("/items/0/transports").toString()).isEqualTo("[\"hybrid\",\"internal\"]");
    assertThat(removed.status()).isEqualTo(204);
    assertThat(again.status()).isEqualTo(204);
    assertThat(count()).isZero();
    assertThat(entriesAbout("identity.remove-passkeys", "development-company_admin")).isEqualTo(1);
    assertThat(someone.register("demo").statusCode()).isEqualTo(204);
  }

  @Test
  void theAdministratorOfAnotherCompanyRemovesNone() {
    entrance.member("other", someone.email, "company_user");
    someone.register("demo");
    var other = Http.as(entrance.api, "other", "company_admin");
    var path = "/v1/admin/members/" + someone.principal + "/passkeys";

    assertThat(other.get(path).json().get("items").isEmpty()).isTrue();
    assertThat(other.send("DELETE", path, BodyPublishers.noBody()).status()).isEqualTo(204);
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void theyGoWithTheMembership() {
    someone.register("demo");

    var ended =
        new Http(entrance.api)
            .send("DELETE", "/v1/admin/members/" + someone.principal, BodyPublishers.noBody());

    assertThat(ended.status()).isEqualTo(204);
    assertThat(count()).isZero();
  }

  private HttpResponse<String> post(String path) {
    return someone.browser.post(
        entrance.api.url() + path, "_csrf=" + Entrance.encode(someone.csrf()));
  }

  private int count() {
    return new Tenancy(entrance.api.database().api())
        .read("demo", db -> db.fetchCount(PASSKEYS, PASSKEYS.PRINCIPAL_ID.eq(someone.principal)));
  }

  private int entriesAbout(String action, String actor) {
    return new Tenancy(entrance.api.database().api())
        .read(
            "demo",
            db ->
                db.fetchCount(
                    AUDIT_ENTRIES, AUDIT_ENTRIES.ACTION.eq(action), AUDIT_ENTRIES.ACTOR.eq(actor)));
  }
}
