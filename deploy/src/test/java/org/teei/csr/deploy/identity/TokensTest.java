package org.teei.csr.deploy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.deploy.shared.CsrFailure;

/** Against a small server that plays the API. */
class TokensTest {
  private final String secret = UUID.randomUUID().toString();
  private FakeApi api;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  @BeforeEach
  void start() throws IOException {
    api = new FakeApi(secret);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void a_token_is_asked_for_by_tenant_and_role() throws InterruptedException {
    assertThat(tokens("other", "company_user").token()).isEqualTo("token-1");
    assertThat(api.forms.getFirst().split("&"))
        .containsExactlyInAnyOrder(
            "grant_type=client_credentials", "tenant=other", "role=company_user");
  }

  @Test
  void users_of_one_role_are_told_apart_by_name() throws InterruptedException {
    new Tokens(stranger(), secret, new DevelopmentUser("demo", "privacy_officer", "anna", false))
        .token();
    assertThat(api.forms.getFirst().split("&")).contains("name=anna");
  }

  @Test
  void a_passkey_is_asked_for_again_before_it_counts_no_more() throws InterruptedException {
    Tokens tokens = tokens(new DevelopmentUser("demo", "privacy_officer", "", true));
    tokens.token();
    now = now.plus(Duration.ofMinutes(4));
    assertThat(tokens.token()).isEqualTo("token-2");
    assertThat(api.forms.getLast().split("&")).contains("step_up=true");
  }

  @Test
  void a_token_is_used_while_it_has_a_minute_left() throws InterruptedException {
    Tokens tokens = tokens("demo", "company_admin");
    tokens.token();
    now = now.plus(Duration.ofMinutes(14)).minusMillis(1);
    assertThat(tokens.token()).isEqualTo("token-1");
    now = now.plusMillis(1);
    assertThat(tokens.token()).isEqualTo("token-2");
  }

  @Test
  void requests_at_the_same_time_share_one_token() throws Exception {
    Tokens tokens = tokens("demo", "company_admin");
    Callable<String> asking = tokens::token;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> token :
          threads.invokeAll(Stream.generate(() -> asking).limit(20).toList())) {
        assertThat(token.get()).isEqualTo("token-1");
      }
    }
  }

  @Test
  void each_request_of_a_signed_in_client_carries_the_token() throws InterruptedException {
    ApiClient signedIn = stranger().signedIn(tokens("demo", "company_admin"));
    signedIn.get(signedIn.resolve("/v1/imports"));
    signedIn.get(signedIn.resolve("/v1/imports/17"));
    assertThat(api.authorisations).containsExactly("Bearer token-1", "Bearer token-1");
  }

  @Test
  void a_refused_role_is_told_in_the_words_of_the_api() {
    assertThatThrownBy(() -> tokens("demo", "nobody").token())
        .isInstanceOf(CsrFailure.class)
        .hasMessageContaining("role nobody in tenant demo")
        .hasMessageContaining("There is no role nobody.");
  }

  @Test
  void a_wrong_secret_is_refused_and_not_repeated_in_the_message() {
    String wrong = UUID.randomUUID().toString();
    assertThatThrownBy(() ->
            new Tokens(stranger(), wrong, new DevelopmentUser("demo", "company_admin", "", false))
                .token())
        .isInstanceOf(CsrFailure.class)
        .hasMessageContaining("invalid_client")
        .hasMessageNotContaining(wrong);
  }

  private Tokens tokens(String tenant, String role) {
    return tokens(new DevelopmentUser(tenant, role, "", false));
  }

  private Tokens tokens(DevelopmentUser user) {
    return new Tokens(stranger(), secret, user, () -> now);
  }

  private ApiClient stranger() {
    return new ApiClient(URI.create("http://127.0.0.1:" + api.port()));
  }
}
