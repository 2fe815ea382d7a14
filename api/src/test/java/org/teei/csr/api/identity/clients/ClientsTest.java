package org.teei.csr.api.identity.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;

class ClientsTest {
  private static final String CLIENTS = "/v1/admin/clients";

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Http stranger = new Http(api, "");
  private Http.Answer created;
  private String id;
  private String secret;

  @BeforeEach
  void create() {
    created = create(http);
    id = created.json().get("clientId").asString();
    secret = created.json().get("clientSecret").asString();
  }

  @Test
  void aClientGetsTokensOfItsCompanyWithTheScopesItAsksFor() {
    var token = new Http(api, token("imports:read"));

    assertThat(token.get("/v1/imports").status()).isEqualTo(200);
    assertThat(token.csv("/v1/import/sessions", new byte[0]).problem())
        .isEqualTo("identity/not-permitted");
  }

  @Test
  void aScopeThatTheClientDoesNotHaveIsNotGranted() {
    assertThat(ask("profiles:read").json().get("error").asString()).isEqualTo("invalid_scope");
  }

  @Test
  void theSecretIsShownOnce() {
    assertThat(http.get(CLIENTS + "/" + id).text()).contains(id).doesNotContain(secret);
    assertThat(http.get(CLIENTS + "?page_size=100").text()).contains(id).doesNotContain(secret);
  }

  @Test
  void aRevokedClientAndItsTokensAreRefused() {
    var token = new Http(api, token("imports:read"));

    assertThat(revoke(http).status()).isEqualTo(204);

    assertThat(ask("imports:read").status()).isEqualTo(401);
    assertThat(token.get("/v1/imports").problem()).isEqualTo("identity/not-signed-in");
  }

  @Test
  void aClientOfAnotherCompanyIsNotThere() {
    var theirs = Http.as(api, "other", "company_admin");

    assertThat(theirs.get(CLIENTS + "/" + id).status()).isEqualTo(404);
    assertThat(revoke(theirs).status()).isEqualTo(404);
    assertThat(ask("imports:read").status()).isEqualTo(200);
  }

  @Test
  void aRepetitionWithTheSameKeyGivesNoSecretAgain() {
    var repeated = UUID.randomUUID().toString();
    var first = create(http, "Idempotency-Key", repeated);

    var second = create(http, "Idempotency-Key", repeated);

    assertThat(second.problem()).isEqualTo("idempotency/secret-given");
    assertThat(second.header("location")).isEqualTo(first.header("location"));
  }

  private static Http.Answer create(Http who, String... headers) {
    return who.post(
        CLIENTS,
        "{\"name\":\"Learning platform\",\"scopes\":[\"imports:read\",\"imports:write\"]}",
        headers);
  }

  private Http.Answer ask(String scope) {
    return stranger.form(
        "/oauth2/token", "grant_type=client_credentials&scope=" + scope, id, secret);
  }

  private String token(String scope) {
    return ask(scope).json().get("access_token").asString();
  }

  private Http.Answer revoke(Http who) {
    return who.send("DELETE", CLIENTS + "/" + id, BodyPublishers.noBody());
  }
}
