package org.teei.csr.tests.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.deploy.shared.CsrFailure;
import org.teei.csr.tests.shared.SessionsFile;

/** Who is let in at the API of a stack that {@code ./csr} started, and how far. */
class SignInJourneyTest {
  private static final String DRAIN_OF_DEMO = "/v1/operations/drains/tenant:demo:imports";
  private static final String DRAIN_OF_ALL = "/v1/operations/drains/feature:imports";
  private static final String REASON = "{\"reason\":\"maintenance\"}";

  private final LocalStack stack = LocalStack.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/imports", "/v1/operations/parked", "/v1/audit/verify", "/v1/nothing/here"})
  void withoutATokenNothingIsSaid(String path) {
    Answer answer = stack.stranger().get(path);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(401);
    assertThat(answer.json().path("type").asText()).startsWith("/problems/identity/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/health", "/health/readiness", "/.well-known/jwks.json", "/openapi.json"})
  void someAddressesAreOpen(String path) {
    assertThat(stack.stranger().get(path).status()).isEqualTo(200);
  }

  @Test
  void anImportOfAnotherCompanyIsAsUnknownAsNone() {
    String id = stack.imports().accepted("", SessionsFile.ofRows(1).bytes());
    ImportsClient other = stack.as("other", "company_admin");

    Answer theirs = other.get("/v1/imports/" + id);
    Answer nobodys = other.get("/v1/imports/" + UUID.randomUUID());

    assertThat(theirs.status()).isEqualTo(404);
    assertThat(theirs.json().path("type")).isEqualTo(nobodys.json().path("type"));
    assertThat(theirs.json().path("detail")).isEqualTo(nobodys.json().path("detail"));
    assertThat(other.post("/v1/imports/" + id + "/cancel", "{}").status()).isEqualTo(404);
    assertThat(other.get("/v1/imports").body()).doesNotContain(id);
  }

  @Test
  void aCompanysUserImportsButMayNotHoldBackOrDecide() {
    ImportsClient user = stack.as("demo", "company_user");
    String id = user.accepted("", SessionsFile.ofRows(1).bytes());

    List<Answer> refused =
        List.of(
            user.put(DRAIN_OF_DEMO, REASON),
            user.get("/v1/operations/parked"),
            user.post(
                "/v1/operations/parked/" + UUID.randomUUID() + "/resolve",
                "{\"action\":\"RETRY\",\"reason\":\"trying\",\"expectedSequence\":1}"),
            user.get("/v1/audit/verify"));

    assertThat(user.job(id).path("id").asText()).isEqualTo(id);
    assertThat(refused)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(403);
          assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        });
  }

  @Test
  void aCompanysAdministratorHoldsBackTheirOwnCompanyOnly() {
    ImportsClient admin = stack.as("other", "company_admin");
    String own = "/v1/operations/drains/tenant:other:imports";
    try {
      assertThat(admin.put(own, REASON).status()).isBetween(200, 204);
      assertThat(admin.put(DRAIN_OF_DEMO, REASON).status()).isIn(403, 404);
      assertThat(admin.put(DRAIN_OF_ALL, REASON).status()).isEqualTo(403);
    } finally {
      admin.delete(own);
    }
  }

  @Test
  void anOperatorOfThePlatformSeesParkedWorkButNoImportsAndNoPeople() {
    ImportsClient operator = stack.as("platform", "operator");

    assertThat(operator.get("/v1/operations/parked").status()).isEqualTo(200);
    assertThat(operator.get("/v1/imports").status()).isEqualTo(403);
    assertThat(operator.post("/v1/profile/search", "{\"email\":\"p@example.org\"}").status())
        .isEqualTo(403);
  }

  @Test
  void theTokenOfTheCommandLineWorksWithAPlainHttpClient() throws Exception {
    String id = stack.imports().accepted("", SessionsFile.ofRows(1).bytes());
    String token = stack.csr("token").strip();

    assertThat(status("/v1/imports/" + id, token)).isEqualTo(200);
    assertThat(status("/v1/imports/" + id, token + "x")).isEqualTo(401);
    assertThat(token.lines()).hasSize(1);
  }

  @Test
  void aRoleOfThePlatformIsNotToBeHadInACompany() {
    assertThatThrownBy(() -> stack.as("demo", "operator").get("/v1/imports"))
        .isInstanceOf(CsrFailure.class);
    assertThatThrownBy(() -> stack.as("platform", "company_admin").get("/v1/imports"))
        .isInstanceOf(CsrFailure.class);
  }

  @Test
  void noTokenIsToBeHadWithoutTheSecret() {
    String guess = UUID.randomUUID().toString();

    assertThatThrownBy(
            () -> ImportsClient.as(stack.api(), guess, "demo", "company_admin").get("/v1/imports"))
        .isInstanceOf(CsrFailure.class);
  }

  @Test
  void neitherTheSecretNorATokenStandsInALog() throws Exception {
    String token = stack.csr("token").strip();

    assertThat(status("/v1/imports", token)).isEqualTo(200);
    assertThat(stack.stranger().get("/v1/imports?access_token=" + token).status()).isEqualTo(401);
    String logs = logs();

    assertThat(logs).isNotBlank();
    assertThat(logs.contains(stack.credential("developmentSecret"))).as("the secret").isFalse();
    assertThat(logs.contains(token)).as("a token").isFalse();
  }

  private int status(String path, String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stack.api() + path))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    try (Stream<Path> files = Files.walk(stack.data().resolve("logs"))) {
      for (Path log : files.filter(Files::isRegularFile).toList()) {
        logs.append(Files.readString(log, StandardCharsets.ISO_8859_1));
      }
    }
    return logs.toString();
  }
}
