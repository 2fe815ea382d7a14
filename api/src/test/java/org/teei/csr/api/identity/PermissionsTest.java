package org.teei.csr.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class PermissionsTest {
  private static final String SIGNED = "/v1/webhooks/{endpointId}/{source}";

  private static final Api API = Api.shared();

  record Route(RequestMappingInfo info, HandlerMethod method) {
    @Override
    public String toString() {
      return info.toString();
    }
  }

  static Stream<Route> routes() {
    return API
        .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .entrySet()
        .stream()
        .map(route -> new Route(route.getKey(), route.getValue()));
  }

  /** But for the one route at which systems of others prove by a signature who they are. */
  @ParameterizedTest
  @MethodSource("routes")
  void aRouteRequiresAPermissionIfAndOnlyIfItIsBelowV1OrOfTheCodec(Route route) {
    assertThat(RouteGuard.required(route.method).isPresent())
        .isEqualTo(
            route.info.getPatternValues().stream()
                .allMatch(path ->
                    (path.startsWith("/v1/") || path.startsWith("/codec/"))
                        && !path.equals(SIGNED)));
  }

  @ParameterizedTest
  @CsvSource({
    "company_user,    GET,  /v1/imports,              200",
    "safety_reviewer, GET,  /v1/imports,              403",
    "privacy_officer, GET,  /v1/imports,              403",
    "api_client,      GET,  /v1/imports,              403",
    "company_user,    GET,  /v1/operations/parked,    403",
    "company_admin,   GET,  /v1/operations/parked,    200",
    "company_admin,   POST, /v1/admin/keys/rotate,    403",
    "privacy_officer, POST, /v1/profile/search,       403",
    "company_user,    GET,  /v1/audit/verify,         403",
  })
  void aRoleReachesWhatItsPermissionsAllow(String role, String method, String path, int status) {
    var http = Http.as(API, Api.TENANT, role);
    var answer = method.equals("GET") ? http.get(path) : http.post(path, "{}");

    assertThat(answer.status()).isEqualTo(status);
    if (status == 403) {
      assertThat(answer.problem()).isEqualTo("identity/not-permitted");
    }
  }

  @Test
  void nothingThatAMachineMayDoAsksForASecondFactor() {
    assertThat(Role.API_CLIENT.permissions()).noneMatch(StepUp::guards);
    assertThat(Permission.values()).anyMatch(StepUp::guards);
  }

  @ParameterizedTest
  @CsvSource({
    "operator,     /v1/operations/drains, 200",
    "operator,     /v1/imports,           403",
    "system_admin, /v1/imports,           403",
    "system_admin, /v1/operations/drains, 200",
  })
  void staffOfThePlatformReachOperationsAndNoRowsOfACompany(String role, String path, int status) {
    assertThat(Http.as(API, "platform", role).get(path).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"demo, operator", "demo, system_admin", "platform, company_admin", "demo, nobody"})
  void aRoleThatATenantDoesNotHaveIsNotGranted(String tenant, String role) {
    var answer =
        new Http(API, "")
            .form(
                "/oauth2/token",
                "grant_type=client_credentials&tenant=" + tenant + "&role=" + role,
                "csr-cli",
                Api.SECRET);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error").asString()).isEqualTo("invalid_request");
  }

  @Test
  void aWrongSecretGetsNoToken() {
    var answer =
        new Http(API, "")
            .form("/oauth2/token", "grant_type=client_credentials", "csr-cli", Api.SECRET + "x");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().get("error").asString()).isEqualTo("invalid_client");
  }

  @Test
  void anUnknownClientIsAnsweredLikeAWrongSecret() {
    var answer =
        new Http(API, "")
            .form("/oauth2/token", "grant_type=client_credentials", "nobody", Api.SECRET);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().get("error").asString()).isEqualTo("invalid_client");
  }
}
