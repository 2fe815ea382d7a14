package org.teei.csr.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest.BodyPublishers;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every route against every kind of caller. The routes are those that the running application
 * describes, what is expected is {@link PermissionTable}, and what paths lead to is in {@link
 * Things}: a route that is not described, or has no thing, fails.
 *
 * <p>Persons of one role in one tenant are alike to all routes but three kinds: approvals, which
 * refuse who asked, the pages of passkeys, which are about oneself, and uploads, which are of who
 * began them. Both are tested where they are.
 */
class IsolationMatrixTest {
  private static final Api API = Api.shared();
  private static final Things THINGS = new Things(API);
  private static final List<Described> ROUTES = Described.all(API);
  private static final Map<String, String> REFUSED = refused();

  /** A machine may come with a token or with a key; both have all the scopes that there are. */
  private static final String API_KEY = "api_client with an API key";

  private static final Map<String, String> MACHINES = machines();
  private static final Map<String, String> PLAIN = new ConcurrentHashMap<>();

  /**
   * What serves a stranger, and nothing else does. The pages of {@code /problems} belong to the API
   * document: the types of problems that it describes lead there. Webhooks are let in by their
   * signature. That {@code /codec} is open too, in development and for the machine it runs on, is
   * tested with the codec.
   */
  private static final List<String> OPEN =
      List.of(
          "/health",
          "/.well-known/",
          "/auth/",
          "/oauth2/",
          "/openapi.json",
          "/docs",
          "/swagger-ui/",
          "/problems",
          "/v1/webhooks/{endpointId}/{source}");

  /**
   * Neither described nor open: what the container forwards to, and the API document in a form that
   * nobody asked for. Both show nothing of a tenant, and nothing at all to a stranger.
   */
  private static final List<String> ASIDE = List.of("/error", "/openapi.json.yaml");

  static Stream<Described> routes() {
    return ROUTES.stream();
  }

  static Stream<Described> guarded() {
    return ROUTES.stream().filter(Described::guarded);
  }

  private static Stream<Described> ofCompanies() {
    return guarded().filter(route -> companyRole(route).isPresent());
  }

  static Stream<Described> owned() {
    return ofCompanies().filter(route -> THINGS.knows(route.path()) && THINGS.owned(route.path()));
  }

  static Stream<Described> ofTheTenant() {
    return owned().filter(route -> !isOfAPerson(route));
  }

  static Stream<Described> ofAPerson() {
    return owned().filter(IsolationMatrixTest::isOfAPerson);
  }

  /** Uploads are of who began them. */
  private static boolean isOfAPerson(Described route) {
    return route.path().startsWith("/v1/uploads/");
  }

  static Stream<Described> lists() {
    return ofCompanies()
        .filter(route -> route.method().equals("GET") && route.path().indexOf('{') < 0);
  }

  static Stream<Arguments> strangers() {
    return guarded()
        .flatMap(route -> REFUSED.keySet().stream().map(caller -> Arguments.of(route, caller)));
  }

  static Stream<Arguments> roles() {
    return guarded()
        .flatMap(route ->
            Stream.of(PermissionTable.OF_PLATFORM, PermissionTable.OF_COMPANIES, List.of(API_KEY))
                .flatMap(List::stream)
                .map(role -> Arguments.of(route, role)));
  }

  static Stream<Described> withJson() {
    return guarded().filter(route -> route.json().isPresent());
  }

  @ParameterizedTest
  @MethodSource("routes")
  void whatThePathOfARouteLeadsToIsKnown(Described route) {
    assertThat(THINGS.knows(route.path())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aRouteIsGuardedOrOnTheClosedListOfOpenAddresses(Described route) {
    assertThat(route.guarded()).isNotEqualTo(open(route.path()));
  }

  @Test
  void whatIsServedIsDescribedOrOpen() {
    var described = ROUTES.stream().map(Described::path).collect(Collectors.toSet());

    assertThat(served())
        .allMatch(path -> described.contains(path) || open(path) || ASIDE.contains(path));
    assertThat(ASIDE)
        .allSatisfy(path -> assertThat(new Http(API, "").get(path).status()).isEqualTo(401));
  }

  @Test
  void whatServesAStrangerIsOnTheClosedList() {
    var answering = new TreeSet<String>();
    for (var path : served()) {
      var address = path.replace("{", "").replace("}", "").replace("*", "x");
      for (var method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
        var status =
            new Http(API, "")
                .send(method, address, BodyPublishers.noBody(), "Host", Described.ELSEWHERE)
                .status();
        if (status != 401) {
          answering.add(path);
        }
      }
    }

    assertThat(answering).isNotEmpty().allMatch(IsolationMatrixTest::open);
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void whoHasNoGoodTokenIsNotLetIn(Described route, String caller) {
    var answer = route.send(new Http(API, REFUSED.get(caller)), THINGS.existing(route.path()));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("identity/not-signed-in");
  }

  @ParameterizedTest
  @MethodSource("roles")
  void aRoleReachesWhatWasAgreedOnAndNothingElse(Described route, String caller) {
    var role = caller.equals(API_KEY) ? PermissionTable.CLIENT : caller;
    var answer = route.send(new Http(API, token(caller)), THINGS.existing(route.path()));

    if (PermissionTable.allows(role, route.permission(), route.path())) {
      assertThat(answer.status()).as(answer.text()).isNotIn(401, 403, 500);
    } else {
      assertThat(answer.problem()).isEqualTo("identity/not-permitted");
      assertThat(answer.status()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @MethodSource("roles")
  void whatIsDangerousAsksForASecondFactorAndNothingElseDoes(Described route, String caller) {
    var role = caller.equals(API_KEY) ? PermissionTable.CLIENT : caller;
    if (!PermissionTable.allows(role, route.permission(), route.path())) {
      return;
    }
    var dangerous = PermissionTable.asksForAPasskey(route.method(), route.permission());
    var answer = route.send(new Http(API, plainToken(caller)), THINGS.existing(route.path()));

    if (dangerous) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.problem()).isEqualTo("identity/step-up-needed");
      assertThat(answer.header("WWW-Authenticate").orElseThrow())
          .startsWith("Bearer error=\"insufficient_user_authentication\"")
          .contains("acr_values=\"step-up\"", "max_age=\"300\"");
    } else {
      assertThat(answer.status()).as(answer.text()).isNotIn(401, 403, 500);
    }
    assertThat(route.node().path("x-step-up").asBoolean(false)).isEqualTo(dangerous);
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void anApiClientWithoutScopesReachesNothing(Described route) {
    var client = Http.as(API, Api.TENANT, PermissionTable.CLIENT);

    assertThat(route.send(client, THINGS.existing(route.path())).problem())
        .isEqualTo("identity/not-permitted");
  }

  @ParameterizedTest
  @MethodSource("owned")
  void whatAnotherTenantHasIsAnsweredLikeWhatNobodyHas(Described route) {
    var other = Http.as(API, "other", companyRole(route).orElseThrow());

    var foreign = route.send(other, THINGS.existing(route.path()));
    var missing = route.send(other, THINGS.missing(route.path()));

    assertThat(foreign.status()).as(foreign.text()).isEqualTo(404);
    assertThat(told(foreign)).isEqualTo(told(missing));
    assertThat(headers(foreign)).isEqualTo(headers(missing));
  }

  @ParameterizedTest
  @MethodSource("ofTheTenant")
  void anotherPersonOfTheSameRoleAndTenantIsServedAlike(Described route) {
    var answer = route.send(another(route), THINGS.existing(route.path()));

    assertThat(answer.status()).as(answer.text()).isNotIn(401, 403, 404, 500);
  }

  @ParameterizedTest
  @MethodSource("ofAPerson")
  void whatIsOfAPersonIsNotThereForAnotherOfTheSameRoleAndTenant(Described route) {
    var answer = route.send(another(route), THINGS.existing(route.path()));

    assertThat(answer.status()).as(answer.text()).isEqualTo(404);
  }

  private static Http another(Described route) {
    return new Http(
        API,
        API.freshToken(
            Api.TENANT,
            companyRole(route).orElseThrow(),
            "another-" + UUID.randomUUID().toString().substring(0, 8)));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aListShowsNothingOfAnotherTenant(Described route) {
    ROUTES.stream()
        .filter(owning -> owning.path().startsWith(route.path() + "/"))
        .map(Described::path)
        .filter(THINGS::owned)
        .forEach(THINGS::existing);

    var answer = route.send(Http.as(API, "other", companyRole(route).orElseThrow()), route.path());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(THINGS.made()).noneMatch(answer.text()::contains);
  }

  @ParameterizedTest
  @MethodSource("withJson")
  void aMemberThatIsNotDescribedIsRefusedByItsName(Described route) {
    var role =
        Stream.concat(PermissionTable.OF_PLATFORM.stream(), PermissionTable.OF_COMPANIES.stream())
            .filter(one -> PermissionTable.allows(one, route.permission(), route.path()))
            .findFirst()
            .orElseThrow();
    var described = route.json().orElseThrow();

    for (var member : List.of("tenantId", "tenant_id", "role", "isVerified")) {
      if (described.has(member)) {
        continue;
      }
      var body = ((ObjectNode) described.deepCopy()).put(member, "other");
      var answer = route.send(new Http(API, token(role)), THINGS.existing(route.path()), body);

      assertThat(answer.status()).as(member + " " + answer.text()).isEqualTo(400);
      assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("/" + member);
    }
  }

  @Test
  void whatARoleMayDoIsWhatWasAgreedOn() {
    var agreed = new TreeMap<String, Set<String>>();
    var decided = new TreeMap<String, Set<String>>();
    for (var role : Role.values()) {
      agreed.put(
          role.spelling(),
          PermissionTable.permissions().stream()
              .filter(permission -> PermissionTable.roles(permission).contains(role.spelling()))
              .collect(Collectors.toCollection(TreeSet::new)));
      decided.put(
          role.spelling(),
          role.permissions().stream()
              .map(Permission::spelling)
              .collect(Collectors.toCollection(TreeSet::new)));
    }

    assertThat(decided).isEqualTo(agreed);
    assertThat(Stream.of(Permission.values()).map(Permission::spelling))
        .containsExactlyInAnyOrderElementsOf(PermissionTable.permissions());
  }

  private static boolean open(String path) {
    return OPEN.stream()
        .anyMatch(open ->
            open.endsWith("/")
                ? path.startsWith(open)
                : path.equals(open) || path.startsWith(open + "/"));
  }

  /** Patterns of everything that Spring MVC serves, the endpoints of Actuator included. */
  private static Set<String> served() {
    return API.beans(RequestMappingInfoHandlerMapping.class).stream()
        .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
        .flatMap(info -> info.getPatternValues().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A role by which a company gets there; empty where only the platform's staff do. */
  private static Optional<String> companyRole(Described route) {
    return PermissionTable.OF_COMPANIES.stream()
        .filter(role -> !role.equals(PermissionTable.CLIENT))
        .filter(role -> PermissionTable.allows(role, route.permission(), route.path()))
        .findFirst();
  }

  private static String token(String role) {
    if (PermissionTable.OF_PLATFORM.contains(role)) {
      return API.token("platform", role);
    }
    return MACHINES.containsKey(role) ? MACHINES.get(role) : API.token(Api.TENANT, role);
  }

  /** The same without a second factor; machines never have one. */
  private static String plainToken(String role) {
    return MACHINES.containsKey(role)
        ? MACHINES.get(role)
        : PLAIN.computeIfAbsent(
            role,
            one ->
                API.tokenWithoutStepUp(
                    PermissionTable.OF_PLATFORM.contains(one) ? "platform" : Api.TENANT, one));
  }

  private static Map<String, String> machines() {
    var scopes =
        PermissionTable.permissions().stream()
            .filter(one -> PermissionTable.roles(one).contains(PermissionTable.CLIENT))
            .toList();
    var wanted = "{\"name\":\"all\",\"scopes\":[\"%s\"]}".formatted(String.join("\",\"", scopes));
    var client = new Http(API).post("/v1/admin/clients", wanted).json();
    var token =
        new Http(API, "")
            .form(
                "/oauth2/token",
                "grant_type=client_credentials&scope=" + String.join("+", scopes),
                client.get("clientId").asString(),
                client.get("clientSecret").asString());
    return Map.of(
        PermissionTable.CLIENT,
        token.json().get("access_token").asString(),
        API_KEY,
        new Http(API).post("/v1/admin/api-keys", wanted).json().get("secret").asString());
  }

  /** Tomcat closes a connection after so many answers, and says so in the last one. */
  private static Set<String> headers(Http.Answer answer) {
    var names = new TreeSet<>(answer.response().headers().map().keySet());
    names.remove("connection");
    return names;
  }

  private static Object told(Http.Answer answer) {
    return ((ObjectNode) answer.json()).without(List.of("instance", "requestId", "traceId"));
  }

  private static Map<String, String> refused() {
    var given = signed("company_admin");
    return new TreeMap<>(
        Map.of(
            "nobody", "",
            "garbage", "a.b.c",
            "unknown API key", "teei_live_" + "x".repeat(43),
            "expired", given.ours(all -> all.expirationTime(Date.from(Instant.EPOCH))),
            "revoked", revoked(),
            "of another audience", given.ours(all -> all.audience("another-api")),
            "of another issuer", given.ours(all -> all.issuer("http://elsewhere.test")),
            "moved to another tenant", given.ours(all -> all.claim("tenant", "other"))));
  }

  private static SignedTokens signed(String role) {
    return new SignedTokens(API, API.token(Api.TENANT, role));
  }

  private static String revoked() {
    var token = API.freshToken(Api.TENANT, "company_admin");
    try {
      var id = SignedJWT.parse(token).getJWTClaimsSet().getJWTID();
      new Http(API).send("DELETE", "/v1/admin/tokens/" + id, BodyPublishers.noBody());
    } catch (ParseException e) {
      throw new IllegalStateException("Access tokens are JWTs", e);
    }
    return token;
  }
}
