package org.teei.csr.api.identity.signin;

import static org.teei.csr.schema.jooq.Tables.MEMBERSHIPS;
import static org.teei.csr.schema.jooq.Tables.PRINCIPALS;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.teei.csr.api.shared.Api;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Tenancy;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API with OpenID providers beside it, and how a program signs somebody in there. */
final class Entrance implements AutoCloseable {
  static final String DOMAIN = "example.org";
  static final String DIRECTORY = "6d9c2c10-25c1-4a8b-9f3d-0c6f5d3f1a11";
  static final String REDIRECT = "http://127.0.0.1:49152/callback";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Whom each provider identifies; read by it at each sign-in. */
  private final Set<OAuth2TokenCallback> people = ConcurrentHashMap.newKeySet();

  final MockOAuth2Server provider =
      new MockOAuth2Server(
          new OAuth2Config(false, null, null, false, new OAuth2TokenProvider(), people));
  final Api api;

  /** Where a code ended up, and what it is worth something with. */
  record Code(String value, String verifier) {}

  /** The answer to a request for tokens. */
  record Tokens(int status, JsonNode json) {
    String access() {
      return json.get("access_token").asString();
    }

    String refresh() {
      return json.get("refresh_token").asString();
    }

    String error() {
      return json.get("error").asString();
    }
  }

  Entrance() {
    provider.start();
    var port = Api.freePort();
    api = Api.with(settings(port, port));
  }

  /** Another process of the same installation. */
  Api another() {
    return api.beside(settings(Api.freePort(), api.port()));
  }

  /** Another process that is known by another address. */
  Api reachedAt(String address) {
    var settings = settings(Api.freePort(), api.port());
    settings.put("CSR_IDENTITY_ISSUER", address);
    return api.beside(settings);
  }

  private Map<String, String> settings(int port, int publicPort) {
    var settings = new HashMap<String, String>();
    settings.put("SERVER_PORT", Integer.toString(port));
    settings.put("CSR_IDENTITY_ISSUER", "http://localhost:" + publicPort);
    register(settings, "mock");
    register(settings, "mock-other");
    register(settings, "mock-domain");
    settings.put("csr.identity.providers.mock-domain.hosted-domains", DOMAIN);
    register(settings, "mock-entra");
    settings.put("csr.identity.providers.mock-entra.entra-tenant", DIRECTORY);
    return settings;
  }

  private void register(Map<String, String> settings, String id) {
    var prefix = "csr.identity.providers." + id;
    settings.put(prefix + ".issuer", issuer(id));
    settings.put(prefix + ".client-id", "csr");
    settings.put(prefix + ".client-secret", "secret");
  }

  String issuer(String id) {
    return provider.issuerUrl(id).toString();
  }

  /** Whom the provider identifies from now on. */
  void next(String id, String subject, Map<String, Object> claims) {
    people.removeIf(before -> before.issuerId().equals(id));
    people.add(new DefaultOAuth2TokenCallback(id, subject, "JWT", List.of("csr"), claims, 300));
  }

  /** Somebody whose address the provider has verified. */
  void next(String id, String subject, String email) {
    next(id, subject, Map.of("email", email, "email_verified", true));
  }

  static String freshEmail() {
    return "p" + UUID.randomUUID() + "@" + DOMAIN;
  }

  /** A member of a company, who was added by an administrator. */
  UUID member(String tenant, String email, String... roles) {
    var keys = api.bean(TenantKeys.class);
    var index = keys.blindIndex("platform").of("principal-email", email);
    var database = new Tenancy(api.database().api());
    var principal =
        database.write(
            "platform",
            db -> {
              db.insertInto(PRINCIPALS)
                  .set(PRINCIPALS.TENANT_ID, "platform")
                  .set(PRINCIPALS.PRINCIPAL_ID, UUID.randomUUID())
                  .set(PRINCIPALS.INDEX_KEY_VERSION, index.version())
                  .set(PRINCIPALS.EMAIL_INDEX, index.bytes())
                  .onConflictDoNothing()
                  .execute();
              return db.select(PRINCIPALS.PRINCIPAL_ID)
                  .from(PRINCIPALS)
                  .where(PRINCIPALS.EMAIL_INDEX.eq(index.bytes()))
                  .fetchSingle(PRINCIPALS.PRINCIPAL_ID);
            });
    database.change(
        tenant,
        db ->
            db.insertInto(MEMBERSHIPS)
                .set(MEMBERSHIPS.TENANT_ID, tenant)
                .set(MEMBERSHIPS.PRINCIPAL_ID, principal)
                .set(MEMBERSHIPS.ROLES, roles)
                .set(MEMBERSHIPS.EMAIL_CIPHERTEXT, new byte[] {1})
                .set(MEMBERSHIPS.CREATED_BY, "test")
                .execute());
    return principal;
  }

  void setRoles(String tenant, UUID principal, String... roles) {
    var own = MEMBERSHIPS.TENANT_ID.eq(tenant).and(MEMBERSHIPS.PRINCIPAL_ID.eq(principal));
    new Tenancy(api.database().api())
        .change(
            tenant,
            db -> {
              if (roles.length == 0) {
                db.deleteFrom(MEMBERSHIPS).where(own).execute();
              } else {
                db.update(MEMBERSHIPS).set(MEMBERSHIPS.ROLES, roles).where(own).execute();
              }
            });
  }

  static String verifier() {
    return UUID.randomUUID() + "-" + UUID.randomUUID();
  }

  /** Where a program sends the browser. */
  String authorize(String registration, String tenant, String verifier) {
    return api.url()
        + "/oauth2/authorize?response_type=code&client_id=csr-login&state=s1&redirect_uri="
        + encode(REDIRECT)
        + "&code_challenge_method=S256&code_challenge="
        + challenge(verifier)
        + (tenant.isEmpty() ? "" : "&tenant=" + tenant)
        + "&registration="
        + registration;
  }

  /** What a browser is answered in the end: a redirect to the program, or a refusal. */
  HttpResponse<String> signIn(
      Browser browser, String registration, String tenant, String verifier) {
    return browser.follow(
        authorize(registration, tenant, verifier), address -> address.startsWith(REDIRECT));
  }

  /** With a passkey that has been shown, or will be asked for. */
  HttpResponse<String> signInWith(String more, Browser browser, String tenant, String verifier) {
    return browser.follow(
        authorize("mock", tenant, verifier) + more, address -> address.startsWith(REDIRECT));
  }

  Code code(Browser browser, String registration, String tenant) {
    var verifier = verifier();
    return new Code(parameter(signIn(browser, registration, tenant, verifier), "code"), verifier);
  }

  /** Somebody new signs in and gets their first tokens. */
  Tokens signedIn(String tenant, String... roles) {
    var email = freshEmail();
    member(tenant, email, roles);
    next("mock", UUID.randomUUID().toString(), email);
    return redeem(code(new Browser(), "mock", tenant));
  }

  Tokens redeem(Code code) {
    return tokens(
        "grant_type=authorization_code&code=%s&redirect_uri=%s&code_verifier=%s"
            .formatted(encode(code.value), encode(REDIRECT), code.verifier));
  }

  Tokens refresh(String refreshToken) {
    return tokens("grant_type=refresh_token&refresh_token=" + encode(refreshToken));
  }

  Tokens tokens(String form) {
    var answer = new Browser().post(api.url() + "/oauth2/token", form + "&client_id=csr-login");
    return new Tokens(answer.statusCode(), JSON.readTree(answer.body()));
  }

  int revoke(String token) {
    return new Browser()
        .post(api.url() + "/oauth2/revoke", "client_id=csr-login&token=" + encode(token))
        .statusCode();
  }

  /** Whether an access token opens a route that each member of a company may use. */
  int status(String accessToken) {
    return new Browser()
        .get(api.url() + "/v1/imports", "Authorization", "Bearer " + accessToken)
        .statusCode();
  }

  static String parameter(HttpResponse<String> answer, String name) {
    var location =
        answer
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()));
    for (var pair : URI.create(location).getRawQuery().split("&")) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    throw new AssertionError("no " + name + " in " + location);
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    api.close();
    provider.shutdown();
  }
}
