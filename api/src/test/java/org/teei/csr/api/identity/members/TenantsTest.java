package org.teei.csr.api.identity.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class TenantsTest {
  private static final String TENANTS = "/v1/admin/tenants";

  private final Api api = Api.shared();
  private final Http platform = Http.as(api, "platform", "system_admin");
  private final String id = "t" + UUID.randomUUID().toString().substring(0, 12);

  @Test
  void aCompanyThatWasAddedCanBeWorkedFor() {
    var added = add(id);

    assertThat(added.status()).as(added.text()).isEqualTo(201);
    assertThat(platform.get(TENANTS + "/" + id).json().get("name").asString()).isEqualTo("Acme");
    assertThat(platform.get(TENANTS + "?page_size=100").text()).contains(id);
    assertThat(Http.as(api, id, "company_admin").get("/v1/imports").status()).isEqualTo(200);
  }

  @Test
  void itsRecordBeginsWithItsMaking() {
    add(id);

    assertThat(new Records(api).auditedActions(id, id)).contains("identity.add-tenant");
  }

  @Test
  void theFirstAdministratorIsAMemberOfTheCompany() {
    add(id);
    var email = "p" + UUID.randomUUID() + "@example.org";

    var added =
        platform.post(
            TENANTS + "/" + id + "/administrators", "{\"email\":\"%s\"}".formatted(email));

    assertThat(added.status()).as(added.text()).isEqualTo(201);
    var members = Http.as(api, id, "company_admin").get("/v1/admin/members").json().get("items");
    assertThat(members.findValuesAsString("email")).containsExactly(email);
    assertThat(members.get(0).get("roles").toString()).isEqualTo("[\"company_admin\"]");
    assertThat(added.text()).doesNotContain(email);
  }

  @Test
  void aCompanyIsAddedOnce() {
    add(id);

    assertThat(add(id).problem()).isEqualTo("identity/tenant-exists");
  }

  @Test
  void theSameRequestTwiceIsAnsweredAlike() {
    var key = UUID.randomUUID().toString();

    var first = add(id, "Idempotency-Key", key);
    var second = add(id, "Idempotency-Key", key);

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(first.json());
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "A", "-acme", "a", "acme corp", "ac/me", "ä-company"})
  void idsThatCannotStandInAddressesAreRefused(String unfit) {
    assertThat(add(unfit).problem()).isEqualTo("shared/invalid-body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "nobody-knows-it"})
  void whatIsNoCompanyHasNoAdministrators(String unknown) {
    assertThat(platform.get(TENANTS + "/" + unknown).status()).isEqualTo(404);
    assertThat(
            platform
                .post(TENANTS + "/" + unknown + "/administrators", "{\"email\":\"a@example.org\"}")
                .status())
        .isEqualTo(404);
  }

  @Test
  void companiesAndOperatorsAddNone() {
    assertThat(new Http(api).post(TENANTS, body(id)).problem()).isEqualTo("identity/not-permitted");
    assertThat(Http.as(api, "platform", "operator").post(TENANTS, body(id)).problem())
        .isEqualTo("identity/not-permitted");
  }

  @Test
  void aNewInstallationLetsInThePersonThatTheSettingsName() {
    var email = "p" + UUID.randomUUID() + "@example.org";
    try (var fresh = Api.with(Map.of("CSR_IDENTITY_MEMBERS_FIRST_ADMINISTRATOR", email))) {
      var members =
          Http.as(fresh, "platform", "system_admin").get("/v1/admin/members").json().get("items");

      assertThat(members.findValuesAsString("email")).containsExactly(email);
      assertThat(members.get(0).get("roles").toString()).isEqualTo("[\"system_admin\"]");
    }
  }

  private Http.Answer add(String tenant, String... headers) {
    return platform.post(TENANTS, body(tenant), headers);
  }

  private static String body(String tenant) {
    return "{\"id\":\"%s\",\"name\":\"Acme\"}".formatted(tenant);
  }
}
