package org.teei.csr.tests.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.deploy.identity.LoginCommand;
import org.teei.csr.deploy.shared.ApiClient;
import picocli.CommandLine;

/**
 * An administrator sets up their company's provider and adds a member, who signs in with {@code
 * ./csr login} and a browser, works, and signs out.
 */
class LoginJourneyTest {
  private final LocalStack stack = LocalStack.shared();
  private final String id = "p" + UUID.randomUUID();

  @Test
  void aMemberSignsInWithTheirCompanysProviderAndTheCommandsActAsThem() throws Exception {
    var provider = new MockOAuth2Server();
    provider.start();
    try {
      String member = invite(provider);

      assertThat(login()).isEqualTo(0);
      String token = stack.csr("token").strip();

      assertThat(claims(token)).contains("\"sub\":\"" + member + "\"", "\"tenant\":\"demo\"");
      assertThat(status(token)).isEqualTo(200);

      stack.csr("logout");

      assertThat(status(token)).isEqualTo(401);
      assertThat(claims(stack.csr("token").strip())).contains("development-company_admin");
    } finally {
      provider.shutdown();
    }
  }

  /** The id of the member whom the provider identifies from now on. */
  private String invite(MockOAuth2Server provider) {
    ImportsClient admin = stack.as("demo", "company_admin");
    String email = "p" + UUID.randomUUID() + "@example.org";
    String issuer = provider.issuerUrl(id).toString();
    assertThat(
            admin
                .post(
                    "/v1/admin/sign-in-registrations",
                    "{\"id\":\"%s\",\"issuer\":\"%s\",\"clientId\":\"csr\",\"clientSecret\":\"s\",\"hostedDomains\":[]}"
                        .formatted(id, issuer))
                .status())
        .isEqualTo(201);
    provider.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            id,
            UUID.randomUUID().toString(),
            "JWT",
            List.of("csr"),
            Map.of("email", email, "email_verified", true),
            300));
    return admin
        .post(
            "/v1/admin/members", "{\"email\":\"%s\",\"roles\":[\"company_user\"]}".formatted(email))
        .json()
        .path("id")
        .asText();
  }

  /** Runs the command and opens the address that it prints. */
  private int login() throws Exception {
    var address = new CompletableFuture<String>();
    var out =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
          @Override
          public void println(Object line) {
            address.complete(String.valueOf(line));
          }
        };
    Path file = stack.data().resolve("login.json");
    var command =
        new CommandLine(
            new LoginCommand(() -> new ApiClient(URI.create(stack.api())), () -> file, out));
    var exit =
        CompletableFuture.supplyAsync(() -> command.execute("--tenant", "demo", "--provider", id));
    try (var browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
      URI at = URI.create(address.get());
      var page = browser.send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString());
      // The JDK's client follows fewer redirects than a sign-in has.
      while (page.headers().firstValue("Location").isPresent()) {
        at = at.resolve(page.headers().firstValue("Location").orElseThrow());
        page = browser.send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString());
      }
      assertThat(page.body()).contains("You can close this page");
    }
    return exit.get();
  }

  private int status(String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stack.api() + "/v1/imports"))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static String claims(String token) {
    return new String(
        Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
  }
}
