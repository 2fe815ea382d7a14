package org.teei.csr.api.identity.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.tenancy.SystemView;

/** What callers see of the limits, over HTTP and at two processes with one database. */
class RateLimitsTest {
  private static final Map<String, String> LIMITS =
      Map.of("CSR_IDENTITY_LIMITS_PER_PRINCIPAL", "20", "CSR_IDENTITY_LIMITS_PER_TENANT", "50");

  private static Api one;
  private static Api other;

  @BeforeAll
  static void start() {
    one = Api.with(LIMITS);
    other =
        Api.with(
            Map.of(
                "CSR_IDENTITY_LIMITS_PER_PRINCIPAL",
                "20",
                "CSR_IDENTITY_LIMITS_PER_TENANT",
                "50",
                "CSR_DATABASE_URL",
                one.database().url(),
                "CSR_KMS_KEY_FILE",
                one.directory().resolve("kms.json").toString()));
  }

  @AfterAll
  static void stop() {
    other.close();
    one.close();
  }

  /** Each test is of another company, so that none waits for the other's minute. */
  private static String company(String name) {
    new SystemView(one.database().system()).addTenant(name, name);
    return name;
  }

  @Test
  void everyAnswerToSomebodySaysWhatIsLeftInBothFamiliesOfHeaders() {
    var http = Http.as(one, company("headers"), "company_admin");
    http.get("/v1/imports");

    var answer = http.get("/v1/imports/none");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("X-RateLimit-Limit")).hasValue("20");
    assertThat(answer.header("X-RateLimit-Remaining")).hasValue("18");
    assertThat(Long.parseLong(answer.header("X-RateLimit-Reset").orElseThrow()))
        .isBetween(Instant.now().getEpochSecond(), Instant.now().plusSeconds(61).getEpochSecond());
    assertThat(answer.header("RateLimit-Policy")).hasValue("\"principal\";q=20;w=60");
    assertThat(answer.header("RateLimit").orElseThrow())
        .matches("\"principal\";r=18;t=[1-5]?[0-9]");
  }

  @Test
  void oneRequestTooManyIsRefusedWithAProblemThatSaysWhenToComeBack() {
    var http = Http.as(one, company("too-many"), "company_admin");
    IntStream.range(0, 20)
        .forEach(i -> assertThat(http.get("/v1/imports").status()).isEqualTo(200));

    var answer = http.get("/v1/imports");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.problem()).isEqualTo("identity/rate-limited");
    assertThat(Long.parseLong(answer.header("Retry-After").orElseThrow())).isBetween(1L, 60L);
    assertThat(answer.header("X-RateLimit-Remaining")).hasValue("0");
    assertThat(answer.header("RateLimit").orElseThrow()).startsWith("\"principal\";r=0;t=");
  }

  @Test
  void whoChangesTheAddressHeadersIsStillTheSame() {
    var http = Http.as(one, company("forged"), "company_admin");
    IntStream.range(0, 20)
        .forEach(i ->
            http.get(
                "/v1/imports",
                "X-Forwarded-For",
                "203.0.113." + i,
                "Forwarded",
                "for=203.0.113." + i,
                "X-Real-IP",
                "203.0.113." + i));

    assertThat(http.get("/v1/imports", "X-Forwarded-For", "198.51.100.1").status()).isEqualTo(429);
  }

  /** A fresh token is the same principal. */
  @Test
  void whoTakesAnotherTokenIsStillTheSame() {
    var company = company("fresh-token");
    var http = Http.as(one, company, "company_admin");
    IntStream.range(0, 20).forEach(i -> http.get("/v1/imports"));

    assertThat(new Http(one, one.freshToken(company, "company_admin")).get("/v1/imports").status())
        .isEqualTo(429);
  }

  @Test
  void anApiKeyMayHaveAFigureOfItsOwn() {
    var admin = Http.as(one, company("own-figure"), "company_admin");
    var key =
        new Http(
            one,
            admin
                .post(
                    "/v1/admin/api-keys",
                    "{\"name\":\"k\",\"scopes\":[\"imports:read\"],\"requestsPerMinute\":3}")
                .json()
                .get("secret")
                .asString());

    assertThat(key.get("/v1/imports").header("RateLimit-Policy"))
        .hasValue("\"principal\";q=3;w=60");
    IntStream.range(0, 2).forEach(i -> key.get("/v1/imports"));
    assertThat(key.get("/v1/imports").status()).isEqualTo(429);
  }

  @Test
  void theTighterOfPrincipalAndCompanyIsToldAndHolds() {
    var company = company("together");
    for (var role : new String[] {"company_admin", "company_user"}) {
      var http = Http.as(one, company, role);
      IntStream.range(0, 20).forEach(i -> http.get("/v1/imports"));
    }
    var third = Http.as(one, company, "privacy_officer");
    var told = third.get("/v1/operations/parked");
    IntStream.range(0, 9).forEach(i -> third.get("/v1/operations/parked"));

    assertThat(told.header("RateLimit-Policy")).hasValue("\"tenant\";q=50;w=60");
    assertThat(told.header("X-RateLimit-Remaining")).hasValue("9");
    assertThat(third.get("/v1/operations/parked").status()).isEqualTo(429);
  }

  @Test
  void twoProcessesServeTogetherExactlyWhatAMinuteAllows() throws Exception {
    var token = one.token(company("processes"), "company_admin");
    var clients = new Http[] {new Http(one, token), new Http(other, token)};
    try (var callers = Executors.newFixedThreadPool(16)) {
      var requests =
          IntStream.range(0, 60)
              .<Callable<Integer>>mapToObj(i -> () -> clients[i % 2].get("/v1/imports").status())
              .toList();

      assertThat(callers.invokeAll(requests).stream().map(Future::resultNow))
          .filteredOn(status -> status == 200)
          .hasSize(20);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/health/liveness",
        "/.well-known/jwks.json",
        "/auth/jwks",
        "/problems"
      })
  void whatShowsNothingOfACompanyIsNotLimited(String open) {
    var http = Http.as(one, company("open"), "company_admin");
    IntStream.range(0, 21).forEach(i -> http.get("/v1/imports"));

    var answer = http.get(open);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("RateLimit")).isEmpty();
  }

  @Test
  void whoIsNotSignedInIsToldNothing() {
    var answer = new Http(one, "").get("/v1/imports");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("RateLimit")).isEmpty();
  }
}
