package org.teei.csr.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest.BodyPublishers;
import java.text.ParseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.imports.Records;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class IssuedTokensTest {
  private static final String TOKENS = "/v1/admin/tokens";

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private String token;
  private String id;

  @BeforeEach
  void ask() throws ParseException {
    token = api.freshToken(Api.TENANT, "company_user");
    id = SignedJWT.parse(token).getJWTClaimsSet().getJWTID();
  }

  @Test
  void aTokenThatWasGivenOutIsListedWithItsRolesAndNotItself() {
    var page = http.get(TOKENS + "?page_size=100");

    assertThat(page.json().get("items").findValuesAsString("id")).contains(id);
    assertThat(page.text()).contains("company_user").doesNotContain(token);
  }

  @Test
  void aRevokedTokenIsRefusedFromTheNextRequestOn() {
    assertThat(new Http(api, token).get("/v1/imports").status()).isEqualTo(200);

    var revoked = revoke(http);

    assertThat(revoked.status()).isEqualTo(204);
    assertThat(new Http(api, token).get("/v1/imports").problem())
        .isEqualTo("identity/not-signed-in");
  }

  @Test
  void revokingTwiceIsRecordedOnce() {
    revoke(http);

    assertThat(revoke(http).status()).isEqualTo(204);
    assertThat(new Records(api).auditedActions(id)).containsExactly("identity.revoke-token");
  }

  @Test
  void aTokenOfAnotherCompanyIsNotThere() {
    var other = Http.as(api, "other", "company_admin");

    assertThat(revoke(other).status()).isEqualTo(404);
    assertThat(other.get(TOKENS + "?page_size=100").text()).doesNotContain(id);
    assertThat(new Http(api, token).get("/v1/imports").status()).isEqualTo(200);
  }

  @Test
  void whoMayNotManageMembersRevokesNothing() {
    assertThat(revoke(new Http(api, token)).problem()).isEqualTo("identity/not-permitted");
  }

  private Http.Answer revoke(Http who) {
    return who.send("DELETE", TOKENS + "/" + id, BodyPublishers.noBody());
  }
}
