package org.teei.csr.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

/** Who may scrape figures; {@link IsolationMatrixTest} has the roles of persons. */
class FiguresTest {
  private static final String FIGURES = "/metrics";

  private final Api api = Api.shared();

  @ParameterizedTest
  @CsvSource({
    "platform, metrics:read, 200",
    "platform, imports:read, 403",
    "demo,     metrics:read, 403",
  })
  void aMachineOfThePlatformReadsThemByItsScope(String tenant, String scope, int status) {
    assertThat(new Http(api, machine(tenant, scope)).get(FIGURES).status()).isEqualTo(status);
  }

  @Test
  void theyNameNoTenantAndNoPerson() {
    var tenant = api.database().freshTenant();
    new Http(api, machine(tenant, "imports:read")).get("/v1/imports");
    var id = UUID.randomUUID();
    new Http(api).get("/v1/imports/" + id);

    var figures = Http.as(api, "platform", "system_admin").get(FIGURES).text();

    assertThat(figures).contains("/v1/imports/{id}").doesNotContain(tenant, id.toString());
  }

  /** A token of a machine with one scope. */
  private String machine(String tenant, String scope) {
    var administrator = tenant.equals("platform") ? "system_admin" : "company_admin";
    var made =
        Http.as(api, tenant, administrator)
            .post(
                "/v1/admin/clients",
                "{\"name\":\"a machine\",\"scopes\":[\"%s\"]}".formatted(scope))
            .json();
    return new Http(api, "")
        .form(
            "/oauth2/token",
            "grant_type=client_credentials&scope=" + scope,
            made.get("clientId").asString(),
            made.get("clientSecret").asString())
        .json()
        .get("access_token")
        .asString();
  }
}
