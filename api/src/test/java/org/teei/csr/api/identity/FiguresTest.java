package org.teei.csr.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.OAUTH_CLIENTS;

import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.schema.tenancy.Tenancy;

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
    var client = "c" + UUID.randomUUID();
    var secret = UUID.randomUUID().toString();
    api.bean(Tenancy.class)
        .change(
            tenant,
            db ->
                db.insertInto(OAUTH_CLIENTS)
                    .set(OAUTH_CLIENTS.TENANT_ID, tenant)
                    .set(OAUTH_CLIENTS.CLIENT_ID, client)
                    .set(OAUTH_CLIENTS.NAME, "a machine")
                    .set(
                        OAUTH_CLIENTS.SECRET_DIGEST,
                        HexFormat.of().parseHex(SecretDigests.of(secret)))
                    .set(OAUTH_CLIENTS.SCOPES, new String[] {scope})
                    .set(OAUTH_CLIENTS.CREATED_BY, "a test")
                    .execute());
    return new Http(api, "")
        .form("/oauth2/token", "grant_type=client_credentials&scope=" + scope, client, secret)
        .json()
        .get("access_token")
        .asString();
  }
}
