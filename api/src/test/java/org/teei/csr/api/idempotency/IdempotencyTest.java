package org.teei.csr.api.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.identity.Principal;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

class IdempotencyTest {
  private static final String IMPORT = "/v1/import/sessions?force=true";

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final String key = UUID.randomUUID().toString();

  @Test
  void theSameRequestIsAnsweredTheSameAndDoneOnce() {
    var file = file();
    var first = http.csv(IMPORT, file, "Idempotency-Key", key);

    var second = http.multipart(IMPORT, "file", file, "Idempotency-Key", key);

    assertThat(second.status()).isEqualTo(202);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.header("location")).isEqualTo(first.header("location"));
    assertThat(second.header("content-type")).isEqualTo(first.header("content-type"));
    assertThat(second.header("idempotent-replayed")).contains("true");
    assertThat(first.header("idempotent-replayed")).isEmpty();
  }

  @Test
  void withoutAKeyARequestIsDoneEachTime() {
    var file = file();

    assertThat(http.csv(IMPORT, file).json().get("id"))
        .isNotEqualTo(http.csv(IMPORT, file).json().get("id"));
  }

  @Test
  void aKeyThatWasUsedForAnotherFileIsRefused() {
    http.csv(IMPORT, file(), "Idempotency-Key", key);

    var answer = http.csv(IMPORT, file(), "Idempotency-Key", key);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("idempotency/key-reused");
  }

  @Test
  void aKeyThatWasUsedWithOtherOptionsIsRefused() {
    var file = file();
    http.csv(IMPORT, file, "Idempotency-Key", key);

    assertThat(http.csv(IMPORT + "&clientReference=x", file, "Idempotency-Key", key).problem())
        .isEqualTo("idempotency/key-reused");
  }

  @Test
  void aKeyHoldsPerRoute() {
    http.csv(IMPORT, file(), "Idempotency-Key", key);

    var answer =
        http.post(
            "/v1/operations/parked/resolve?dryRun=false",
            "{\"action\":\"RETRY\",\"reason\":\"again\"}",
            "Idempotency-Key",
            key);

    assertThat(answer.status()).isEqualTo(202);
  }

  @Test
  void aRefusedRequestLeavesItsKeyFree() {
    http.csv(IMPORT, "not a table".getBytes(UTF_8), "Idempotency-Key", key);

    assertThat(http.csv(IMPORT, file(), "Idempotency-Key", key).status()).isEqualTo(202);
  }

  @Test
  void manyAtOnceAreDoneOnce() throws Exception {
    var file = file();
    Callable<Answer> upload = () -> http.csv(IMPORT, file, "Idempotency-Key", key);
    var ids = new HashSet<String>();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : clients.invokeAll(IntStream.range(0, 10).mapToObj(i -> upload).toList())) {
        switch (answer.get().status()) {
          case 202 -> ids.add(answer.get().json().get("id").asString());
          case 409 -> assertThat(answer.get().header("retry-after")).isPresent();
          default -> throw new AssertionError(answer.get().text());
        }
      }
    }

    assertThat(ids).hasSize(1);
  }

  @Test
  void aRequestThatIsBeingWorkedOnIsAConflict() {
    var requests = api.bean(IdempotentRequests.class);
    var principal = new Principal(Api.TENANT, "somebody", "company_admin", Set.of());
    var content = List.of(new byte[] {1});

    requests.answer(
        principal,
        "POST /slow",
        key,
        content,
        id -> {
          assertThatThrownBy(
                  () -> requests.answer(principal, "POST /slow", key, content, other -> answer()))
              .isInstanceOfSatisfying(
                  ProblemException.class,
                  problem -> assertThat(problem.kind().code()).isEqualTo("still-running"));
          return answer();
        });
  }

  @Test
  void aRequestWhoseAnswerWasLostFindsItsEffect() {
    var requests = api.bean(IdempotentRequests.class);
    var principal = new Principal(Api.TENANT, "somebody", "company_admin", Set.of());
    var ids = new ArrayList<UUID>();

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() ->
              requests.answer(
                  principal,
                  "POST /lost",
                  key,
                  List.of(new byte[] {1}),
                  id -> {
                    ids.add(id);
                    throw new IllegalStateException("lost");
                  }))
          .isInstanceOf(IllegalStateException.class);
    }

    assertThat(ids).hasSize(2);
    assertThat(ids.get(0)).isEqualTo(ids.get(1));
    assertThat(ids.get(0).version()).isEqualTo(8);
    assertThat(ids.get(0).variant()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space", "two\tcells"})
  void aKeyOfAnotherFormIsRefused(String form) {
    assertThat(http.csv(IMPORT, file(), "Idempotency-Key", form).problem())
        .isEqualTo("idempotency/invalid-key");
  }

  @Test
  void aKeyThatIsTooLongIsRefused() {
    assertThat(http.csv(IMPORT, file(), "Idempotency-Key", "k".repeat(256)).status())
        .isEqualTo(400);
  }

  private static IdempotentRequests.Answer answer() {
    return new IdempotentRequests.Answer(200, Map.of(), null);
  }

  private static byte[] file() {
    return ("session_id,participant_email,volunteer_email,scheduled_at\n"
            + UUID.randomUUID()
            + ",a@example.org,b@example.org,2026-01-01\n")
        .getBytes(UTF_8);
  }
}
