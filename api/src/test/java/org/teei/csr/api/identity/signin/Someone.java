package org.teei.csr.api.identity.signin;

import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.regex.Pattern;
import org.teei.csr.api.identity.signin.Entrance.Code;
import org.teei.csr.api.identity.signin.Entrance.Tokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody new, who has signed in with a browser and has an authenticator. */
final class Someone {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern TOKEN = Pattern.compile("data-token=\"([^\"]+)\"");
  private static final Pattern HIDDEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  static final String STEP_UP = "&acr_values=step-up";

  final Entrance entrance;
  final Browser browser = new Browser();
  final Authenticator authenticator;
  final String email = Entrance.freshEmail();
  final UUID principal;

  private final String subject = UUID.randomUUID().toString();

  Someone(Entrance entrance, String tenant, String... roles) {
    this.entrance = entrance;
    this.authenticator = new Authenticator(entrance.api.url());
    this.principal = entrance.member(tenant, email, roles);
    signIn(browser);
  }

  /** Gives another browser a session of the same person. */
  void signIn(Browser another) {
    entrance.next("mock", subject, email);
    another.follow(entrance.api.url() + "/auth/mock", address -> address.endsWith("/auth/done"));
  }

  HttpResponse<String> page(String path) {
    return browser.get(entrance.api.url() + path);
  }

  /** What a page's script is sent with, so that it is of that page. */
  String csrf() {
    var hidden = HIDDEN.matcher(page("/auth/done").body());
    if (!hidden.find()) {
      throw new AssertionError("no token");
    }
    return hidden.group(1);
  }

  /** What a script of ours does with what the page tells it. */
  static String tokenOf(HttpResponse<String> page) {
    var found = TOKEN.matcher(page.body());
    if (!found.find()) {
      throw new AssertionError(page.body());
    }
    return found.group(1);
  }

  HttpResponse<String> script(String path, String body) {
    return browser.json(entrance.api.url() + path, body, "X-CSRF-TOKEN", csrf());
  }

  JsonNode options(String path) {
    var answer = script(path.replace("?", "/options?"), "");
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  HttpResponse<String> register(String tenant) {
    var path = "/auth/passkeys?tenant=" + tenant;
    return script(path, authenticator.create(options(path)));
  }

  HttpResponse<String> stepUp(String tenant) {
    var path = "/auth/step-up?tenant=" + tenant;
    return script(path, authenticator.get(options(path)));
  }

  /** Registers, shows the passkey and gets tokens that say so. */
  Tokens steppedUp(String tenant) {
    register(tenant);
    return tokensAfterStepUp(tenant);
  }

  Tokens tokensAfterStepUp(String tenant) {
    var verifier = Entrance.verifier();
    entrance.signInWith(STEP_UP, browser, tenant, verifier);
    var next = JSON.readTree(stepUp(tenant).body()).get("next").asString();
    var answer =
        browser.follow(entrance.api.url() + next, address -> address.startsWith(Entrance.REDIRECT));
    return entrance.redeem(new Code(Entrance.parameter(answer, "code"), verifier));
  }

  Tokens plain(String tenant) {
    return entrance.redeem(entrance.code(browser, "mock", tenant));
  }
}
