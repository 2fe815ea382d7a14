package org.teei.csr.tests.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.shared.ImportsClient;
import org.teei.csr.bench.shared.ImportsClient.Answer;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.deploy.imports.SampleSessions;
import org.teei.csr.tests.shared.SessionsFile;

/** What an operator does with a file of sessions, from the upload to the person's profile. */
class ImportJourneyTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final LocalStack stack = LocalStack.shared();
  private final ImportsClient imports = stack.imports();

  @Test
  void everyRowOfALargeVariedFileComesToExactlyOneEnd() throws Exception {
    var file = new ByteArrayOutputStream();
    var written =
        SampleSessions.write(
            file, SampleSessions.Options.of(3_000, ThreadLocalRandom.current().nextLong(1L << 40)));

    JsonNode job = imports.ended(imports.accepted("", file.toByteArray()), SOON);

    assertThat(job.path("status").asText()).isEqualTo("completed");
    JsonNode counts = job.path("counts");
    assertThat(counts.path("read").asLong()).isEqualTo(written.rows());
    assertThat(counts.path("accepted").asLong()).isEqualTo(written.valid());
    assertThat(counts.path("rejected").asLong()).isEqualTo(written.rejected());
    assertThat(counts.path("duplicate").asLong()).isEqualTo(written.duplicate());
    assertThat(counts.path("unprocessed").asLong()).isZero();
  }

  @Test
  void aRejectedRowComesBackWithItsNumberCodeAndColumn() {
    SessionsFile file = SessionsFile.ofRows(2);
    file.line(
        file.mark
            + "-9,Language Connect,not-an-address,"
            + file.volunteer()
            + ",2026-03-01T15:00:00Z,60,5,Fine,B1");

    String id = imports.accepted("", file.bytes());
    imports.ended(id, SOON);
    String rejected = imports.get("/v1/imports/" + id + "/rejected.csv").body();

    assertThat(rejected.lines().toList().getFirst())
        .endsWith("_error_row,_error_code,_error_column,_error_message");
    assertThat(rejected.lines().toList().get(1))
        .contains("not-an-address", "3,E001,participant_email,");
  }

  @Test
  void theSameBytesAreTheSameJob() {
    byte[] bytes = SessionsFile.ofRows(3).bytes();
    String first = imports.accepted("", bytes);

    Answer second = imports.send("", bytes);

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().path("id").asText()).isEqualTo(first);
  }

  @Test
  void twentyConcurrentUploadsOfTheSameBytesMakeOneJob() throws Exception {
    byte[] bytes = SessionsFile.ofRows(3).bytes();
    List<Callable<Answer>> uploads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      uploads.add(() -> imports.send("", bytes));
    }

    List<Answer> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(uploads)) {
        answers.add(answer.get());
      }
    }

    assertThat(answers)
        .extracting(a -> a.json().path("id").asText())
        .containsOnly(answers.getFirst().json().path("id").asText());
    assertThat(answers).filteredOn(a -> a.status() == 202).hasSize(1);
    assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(19);
  }

  @Test
  void aForcedRepeatFindsOnlyDuplicates() {
    byte[] bytes = SessionsFile.ofRows(4).bytes();
    imports.ended(imports.accepted("", bytes), SOON);

    JsonNode again = imports.ended(imports.accepted("?force=true", bytes), SOON);

    assertThat(again.path("counts").path("duplicate").asLong()).isEqualTo(4);
    assertThat(again.path("counts").path("accepted").asLong()).isZero();
  }

  @Test
  void changedContentOfAKnownSessionUpdatesIt() throws Exception {
    SessionsFile before = SessionsFile.ofRows(1);
    imports.ended(imports.accepted("", before.bytes()), SOON);
    String changed = new String(before.bytes()).replace(",60,5,", ",45,4,");

    JsonNode job = imports.ended(imports.accepted("", changed.getBytes()), SOON);

    assertThat(job.path("counts").path("accepted").asLong()).isEqualTo(1);
    assertThat(job.path("counts").path("updated").asLong()).isEqualTo(1);
    assertThat(
            stack.value(
                "select duration_minutes || ' ' || rating from sessions where external_id = '%s-1'"
                    .formatted(before.mark)))
        .isEqualTo("45 0.75");
  }

  @Test
  void aPersonIsFoundByAddressWithTheirSessions() {
    SessionsFile file = SessionsFile.ofRows(3);
    imports.ended(imports.accepted("", file.bytes()), SOON);

    JsonNode found =
        imports
            .post("/v1/profile/search", "{\"email\":\"%s\"}".formatted(file.participant()))
            .json();
    String person = found.findPath("id").asText();

    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          JsonNode profile = imports.get("/v1/profile/" + person).json();
          assertThat(profile.path("sessions")).hasSize(3);
          assertThat(profile.toString())
              .doesNotContain("Useful hour")
              .doesNotContain(file.participant());
        });
  }

  @Test
  void anImportOfNobodyIsUnknown() {
    assertThat(imports.get("/v1/imports/" + UUID.randomUUID()).status()).isEqualTo(404);
  }

  @Test
  void anEndedImportCannotBePaused() {
    String id = imports.accepted("", SessionsFile.ofRows(1).bytes());
    imports.ended(id, SOON);

    Answer answer = imports.post("/v1/imports/" + id + "/pause", "{}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void aHeaderOfAnotherKindIsRefusedWithoutAJob() {
    Answer answer = imports.send("", "volunteer_id,ngo_name\r\n1,2\r\n".getBytes());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("type").asText()).startsWith("/problems/imports/");
  }

  @Test
  void anUnclosedQuoteFailsTheJobWithItsLineAndLandsNothing() throws Exception {
    StringBuilder text = new StringBuilder(new String(SessionsFile.ofRows(2_000).bytes()));
    SessionsFile file = new SessionsFile();
    text.append(
        "%s-bad,Language Connect,%s,%s,2026-03-01T15:00:00Z,60,5,\"never closed,B1\r\n"
            .formatted(file.mark, file.participant(), file.volunteer()));

    JsonNode job = imports.ended(imports.accepted("", text.toString().getBytes()), SOON);

    assertThat(job.path("status").asText()).isEqualTo("failed");
    assertThat(job.path("problem").path("type").asText())
        .isEqualTo("/problems/imports/unclosed-quote");
    assertThat(job.path("problem").path("line").asLong()).isEqualTo(2_002);
    assertThat(job.path("counts").path("read").asLong())
        .isEqualTo(job.path("counts").path("unprocessed").asLong());
    assertThat(
            stack.value(
                "select count(*) from sessions where import_id = '%s'"
                    .formatted(job.path("id").asText())))
        .isEqualTo("0");
  }
}
