package org.teei.csr.tests.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.tests.shared.SessionsFile;

/** Somebody sent the wrong file and takes it back. */
class UndoJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient imports = stack.imports();

  @Test
  void whatTheWrongFileDidIsSeenAndThenGone() throws Exception {
    SessionsFile right = SessionsFile.ofRows(2);
    String first = imports.accepted("", right.bytes());
    imports.ended(first, SOON);
    String wrong = imports.accepted("", wrong(right));
    assertThat(imports.ended(wrong, SOON).path("counts").path("updated").asLong()).isEqualTo(2);
    String person = person(right.participant());
    eventually(person, 3);

    JsonNode preview = imports.post("/v1/imports/" + wrong + "/undo?dryRun=true", "").json();
    assertThat(preview.path("undo").toString())
        .isEqualTo("{\"reversed\":3,\"kept\":0,\"failed\":0}");
    assertThat(preview.path("rows").path("items")).hasSize(3);
    Answer begun =
        imports.post("/v1/imports/" + wrong + "/undo", "{\"reason\":\"the file of last year\"}");
    assertThat(begun.status()).isEqualTo(202);
    JsonNode job = imports.reached(wrong, "undone");

    assertThat(job.path("undo").toString()).isEqualTo("{\"reversed\":3,\"kept\":0,\"failed\":0}");
    assertThat(job.path("counts").path("accepted").asLong()).isEqualTo(3);
    assertThat(job.path("problem").isNull()).isTrue();
    eventually(person, 2);
    assertThat(
            stack.value(
                "select string_agg(distinct duration_minutes::text, ' ') from sessions where external_id like '%s-%%'"
                    .formatted(right.mark)))
        .isEqualTo("60");
    assertThat(imports.post("/v1/imports/" + wrong + "/undo", "{}").status()).isEqualTo(409);
  }

  @Test
  void theOnlyFileThatKnewAPersonTakesThePersonAlong() throws Exception {
    SessionsFile file = SessionsFile.ofRows(2);
    String id = imports.accepted("", file.bytes());
    imports.ended(id, SOON);

    imports.post("/v1/imports/" + id + "/undo", "{}");
    imports.reached(id, "undone");

    assertThat(
            imports
                .post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(file.participant()))
                .body())
        .doesNotContain("\"id\"");
    assertThat(stack.value("select count(*) from profiles where import_id = '%s'".formatted(id)))
        .isEqualTo("0");
  }

  @Test
  void rowsThatALaterFileChangedAreKeptAndSayWhich() {
    SessionsFile file = SessionsFile.ofRows(2);
    String first = imports.accepted("", file.bytes());
    imports.ended(first, SOON);
    String second = imports.accepted("", wrong(file));
    imports.ended(second, SOON);

    imports.post("/v1/imports/" + first + "/undo", "{}");
    JsonNode job = imports.reached(first, "undone");

    assertThat(job.path("undo").toString()).isEqualTo("{\"reversed\":0,\"kept\":2,\"failed\":0}");
    assertThat(job.path("problem").path("type").asText()).isEqualTo("/problems/imports/rows-kept");
    JsonNode kept = imports.get("/v1/imports/" + first + "/rows?reversal=kept").json();
    assertThat(kept.path("items").path(0).path("reversal").path("importId").asText())
        .isEqualTo(second);
  }

  /** Held back by the company's own switch, so that it is certainly at work when it is told. */
  @Test
  void itIsPausedResumedAndCancelledLikeAnImport() {
    SessionsFile file = SessionsFile.ofRows(2);
    String id = imports.accepted("", file.bytes());
    imports.ended(id, SOON);
    String scope = "/v1/operations/drains/tenant:demo:imports";
    assertThat(imports.put(scope, "{\"reason\":\"to look at it\"}").status()).isBetween(200, 204);
    try {
      imports.post("/v1/imports/" + id + "/undo", "{}");
      assertThat(imports.post("/v1/imports/" + id + "/pause", "{}").status()).isIn(200, 202);
      assertThat(imports.post("/v1/imports/" + id + "/resume", "{}").status()).isIn(200, 202);
      assertThat(imports.post("/v1/imports/" + id + "/cancel", "{}").status()).isIn(200, 202);
      JsonNode job = imports.reached(id, "cancelled");
      assertThat(job.path("problem").path("type").asText())
          .isEqualTo("/problems/imports/undo-unfinished");
    } finally {
      imports.delete(scope);
    }

    imports.post("/v1/imports/" + id + "/undo", "{}");

    assertThat(imports.reached(id, "undone").path("undo").path("reversed").asLong()).isEqualTo(2);
  }

  /** The sessions of another file with other figures, and one more. */
  private static byte[] wrong(SessionsFile file) {
    String more =
        "%s-9,Language Connect,%s,%s,2026-03-01T15:00:00Z,50,5,Useful hour 9,B1\r\n"
            .formatted(file.mark, file.participant(), file.volunteer());
    return (new String(file.bytes(), StandardCharsets.UTF_8).replace(",60,5,", ",45,4,") + more)
        .getBytes(StandardCharsets.UTF_8);
  }

  private String person(String email) {
    return imports
        .post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(email))
        .json()
        .findPath("id")
        .asText();
  }

  private void eventually(String person, int sessions) {
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(
                    imports.get("/v1/profile/" + UUID.fromString(person)).json().path("sessions"))
                .hasSize(sessions));
  }
}
