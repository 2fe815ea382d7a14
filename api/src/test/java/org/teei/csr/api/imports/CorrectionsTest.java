package org.teei.csr.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.IMPORT_ATTEMPTS;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

class CorrectionsTest {
  private final Api api = Api.shared();
  private final Http http = new Http(api);

  @Test
  void theRejectedFileEditedIsAnAttemptOfTheSameImport() {
    var job = CompletedImport.of(api, "accepted", "rejected", "rejected");
    var rejected = http.get(job.path("/rejected.csv")).text();

    var answer = http.csv(job.path("/corrections"), rejected.replace("p2@", "q2@").getBytes(UTF_8));

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    var attempt = answer.json();
    assertThat(attempt.get("name").asString()).isEqualTo("c1");
    assertThat(attempt.get("status").asString()).isEqualTo("running");
    assertThat(answer.header("location")).hasValue(job.path("/attempts/1"));
    assertThat(http.get(job.path("/attempts/1")).json()).isEqualTo(attempt);
    assertThat(http.get(job.path("/attempts")).json().get("items").get(0)).isEqualTo(attempt);
    assertThat(http.get(job.path("")).json().get("status").asString()).isEqualTo("correcting");
    assertThat(stored(job))
        .startsWith("_error_row,session_id,participant_email,volunteer_email,")
        .contains("\n2,", ",q2@example.org,", "\n3,", ",p3@example.org,")
        .doesNotContain("E001");
    var records = new Records(api);
    assertThat(records.pendingStarts(job.id())).isEqualTo(2);
    assertThat(records.decisionsAbout(job.id())).isEqualTo(1);
    assertThat(records.auditedActions(job.id())).contains("imports.correct");
  }

  @Test
  void theSameBytesAgainAreTheSameAttemptThoughTheirRowsAreAcceptedByNow() {
    var job = CompletedImport.of(api, "rejected");
    var file = file(job, 1);
    var first = http.csv(job.path("/corrections"), file);

    var running = http.csv(job.path("/corrections"), file);
    job.corrected(1, 1);
    var done = http.multipart(job.path("/corrections"), "file", file);

    assertThat(List.of(running.status(), done.status())).containsOnly(200);
    assertThat(running.json()).isEqualTo(first.json());
    assertThat(done.json().get("attempt")).isEqualTo(first.json().get("attempt"));
    assertThat(done.header("location")).isEqualTo(first.header("location"));
  }

  @Test
  void anIdempotencyKeyGivesTheSameAnswer() {
    var job = CompletedImport.of(api, "rejected", "rejected");
    var key = UUID.randomUUID().toString();

    var first = http.csv(job.path("/corrections"), file(job, 1), "Idempotency-Key", key);
    var again = http.csv(job.path("/corrections"), file(job, 1), "Idempotency-Key", key);
    var other = http.csv(job.path("/corrections"), file(job, 2), "Idempotency-Key", key);

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.header("idempotent-replayed")).hasValue("true");
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(other.status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({
    "1;1, row-twice, Row 1 is in the file twice.",
    "1;2, row-not-rejected, Row 2 is accepted and not rejected.",
    "1;3, row-not-rejected, Row 3 is duplicate and not rejected.",
    "1;9, row-unknown, Row 9 is not in the import.",
    "1;2147483648, row-unknown, Row 2147483648 is not in the import.",
    "1;999999999999999999, row-unknown, Row 999999999999999999 is not in the import.",
    "1;-1, row-number, Line 3 has no row number in _error_row.",
    "1;x, row-number, Line 3 has no row number in _error_row.",
    "1;4, row-discarded, Row 4 was discarded."
  })
  void aFileWithARowThatCannotBeCorrectedIsRefusedWhole(String rows, String code, String detail)
      throws IOException {
    var job = CompletedImport.of(api, "rejected", "accepted", "duplicate", "rejected");
    http.post(job.path("/rows/4/discard"));
    var stored = objects();

    var answer = http.csv(job.path("/corrections"), file(job, (Object[]) rows.split(";")));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("imports/rows-not-correctable");
    assertThat(answer.json().get("errors").size()).isEqualTo(1);
    assertThat(answer.json().at("/errors/0/code").asString()).isEqualTo(code);
    assertThat(answer.json().at("/errors/0/detail").asString()).isEqualTo(detail);
    assertThat(http.get(job.path("")).json().get("status").asString()).isEqualTo("completed");
    assertThat(http.get(job.path("/attempts")).json().get("items").size()).isZero();
    assertThat(objects()).isEqualTo(stored);
  }

  @Test
  void aHundredThingsThatAreWrongAreNamedAndNoMore() {
    var job = CompletedImport.of(api, "rejected");
    var rows = new Object[5_000];
    Arrays.setAll(rows, i -> i + 2);

    var answer = http.csv(job.path("/corrections"), file(job, rows));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("errors").size()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({
    "'_error_row,session_id,participant_email,volunteer_email,scheduled_at,rating', 422, imports/missing-header",
    "'session_id,participant_email,volunteer_email,scheduled_at,rating,note', 422, imports/missing-header",
    "'_error_row,session_id,participant_email,volunteer_email,scheduled_at,rating,note,more', 422, imports/unknown-header",
  })
  void aHeaderThatIsNotThatOfTheImportIsRefused(String header, int status, String problem) {
    var job = CompletedImport.of(api, "rejected");

    var answer = http.csv(job.path("/corrections"), (header + "\n1,a,b,c,d,e\n").getBytes(UTF_8));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.problem()).isEqualTo(problem);
  }

  @Test
  void aHeaderAloneIsRefused() {
    var job = CompletedImport.of(api, "rejected");

    assertThat(http.csv(job.path("/corrections"), file(job)).problem())
        .isEqualTo("imports/header-only");
  }

  @Test
  void anUnclosedQuoteIsRefusedWithItsLine() {
    var job = CompletedImport.of(api, "rejected", "rejected");
    var file = new String(file(job, 1, 2), UTF_8).replaceFirst("plain,2", "\"plain,2");

    var answer = http.csv(job.path("/corrections"), file.getBytes(UTF_8));

    assertThat(answer.problem()).isEqualTo("imports/unclosed-quote");
    assertThat(answer.json().get("detail").asString()).contains("Line 3");
  }

  @ParameterizedTest
  @CsvSource({
    "correcting, imports/not-in-this-state",
    "undoing, imports/not-in-this-state",
    "undone, imports/not-in-this-state",
    "cancelled, imports/not-in-this-state",
    "failed, imports/not-in-this-state"
  })
  void onlyACompletedImportIsCorrected(String status, String problem) {
    var job = CompletedImport.of(api, "rejected");
    job.settle(status);

    for (var answer :
        List.of(
            http.csv(job.path("/corrections"), file(job, 1)),
            put(job, 1, "participant_email", "a@example.org"),
            http.post(job.path("/rows/1/discard")),
            http.post(job.path("/quarantine/discard")))) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.problem()).isEqualTo(problem);
      assertThat(answer.json().get("currentStatus").asString()).isEqualTo(status);
    }
  }

  @Test
  void aDryRunHasNothingToCorrect() {
    var job = CompletedImport.of(api, "rejected");
    job.set(Map.of("mode", "'dry-run'"));

    assertThat(http.csv(job.path("/corrections"), file(job, 1)).problem())
        .isEqualTo("imports/dry-run");
    assertThat(put(job, 1, "participant_email", "a@example.org").status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {"stored_object, ''", "expires_at, now() - interval '1 second'"})
  void afterTheRetentionOfItsFileAnImportIsNotCorrected(String column, String value) {
    var job = CompletedImport.of(api, "rejected");
    job.set(Map.of(column, value));

    for (var answer :
        List.of(
            http.csv(job.path("/corrections"), file(job, 1)),
            put(job, 1, "participant_email", "a@example.org"))) {
      assertThat(answer.status()).isEqualTo(410);
      assertThat(answer.problem()).isEqualTo("imports/file-expired");
    }
  }

  @Test
  void twentyOfTheSameAtOnceAreOneAttempt() throws Exception {
    var job = CompletedImport.of(api, "rejected", "rejected");
    var file = file(job, 1, 2);

    var answers = atOnce(20, _ -> http.csv(job.path("/corrections"), file));

    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(19);
    assertThat(http.get(job.path("/attempts")).json().get("items").size()).isEqualTo(1);
  }

  @Test
  void ofDifferentCorrectionsAtOnceOneIsTaken() throws Exception {
    var job = CompletedImport.of(api, "rejected", "rejected", "rejected", "rejected");

    var answers = atOnce(4, i -> http.csv(job.path("/corrections"), file(job, i + 1)));

    assertThat(answers).filteredOn(answer -> answer.status() == 202).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(3);
  }

  @Test
  void aRowThatIsDiscardedWhileItsCorrectionComesInIsNotCorrected() {
    var job = CompletedImport.of(api, "rejected", "rejected");
    var file = new ByteArrayInputStream(file(job, 1));
    var slow =
        new InputStream() {
          @Override
          public int read() {
            int next = file.read();
            if (next < 0) {
              http.post(job.path("/rows/1/discard"));
            }
            return next;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            int next = read();
            if (next < 0) {
              return -1;
            }
            bytes[offset] = (byte) next;
            return 1;
          }
        };

    var answer =
        http.send(
            "POST",
            job.path("/corrections"),
            BodyPublishers.ofInputStream(() -> slow),
            "Content-Type",
            "text/csv");

    assertThat(answer.status()).isIn(409, 422);
    assertThat(http.get(job.path("/attempts")).json().get("items").size()).isZero();
  }

  @Test
  void oneRowIsCorrectedByItsCells() {
    var job = CompletedImport.of(api, "rejected", "rejected");

    var answer = put(job, 2, "NOTE", "=1+1");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().get("name").asString()).isEqualTo("c1");
    assertThat(stored(job)).contains("\n2,", ",p2@example.org,", ",'=1+1\n").doesNotContain("\n1,");
    assertThat(put(job, 2, "NOTE", "=1+1").status()).isEqualTo(200);
    assertThat(put(job, 2, "NOTE", "=1+2").status()).isEqualTo(409);
  }

  @Test
  void aCorrectedRowIsCorrectedFromWhatItSaysNow() {
    var job = CompletedImport.of(api, "rejected");
    put(job, 1, "participant_email", "still-bad");
    var place = "\n1,";
    var text = stored(job);
    var offset = text.indexOf(place) + 1;
    api.worker()
        .change(
            Api.TENANT,
            db -> {
              db.execute(
                  """
                  update csr.import_rows set attempt = 1, attempt_row = 1, byte_offset = ?, byte_length = ?
                  where import_id = ?
                  """,
                  offset,
                  text.length() - offset - 1,
                  job.id());
              db.execute(
                  "update csr.import_attempts set status = 'completed', finished_at = now() where import_id = ?",
                  job.id());
            });
    job.settle("completed");

    assertThat(http.get(job.path("/rejected.csv")).text())
        .contains(",still-bad,", ",plain,1,E001,")
        .doesNotContain("p1@example.org");
    put(job, 1, "note", "other");

    assertThat(stored(job)).contains(",still-bad,", ",other\n");
  }

  @ParameterizedTest
  @CsvSource({
    "1, nowhere, x, 422, imports/unknown-header",
    "1, _error_row, 5, 422, imports/unknown-header",
    "1, note, '\\u0000', 400, shared/malformed-json",
    "2, note, x, 422, imports/rows-not-correctable",
    "9, note, x, 404, shared/not-found"
  })
  void aRowThatCannotBeCorrectedIsRefused(
      long row, String column, String value, int status, String problem) {
    var job = CompletedImport.of(api, "rejected", "accepted");

    var answer = put(job, row, column, value);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.problem()).isEqualTo(problem);
  }

  @Test
  void noCellsAreNoCorrection() {
    var job = CompletedImport.of(api, "rejected");

    assertThat(putBody(job, 1, "{\"cells\":{}}").status()).isEqualTo(400);
    assertThat(putBody(job, 1, "{}").status()).isEqualTo(400);
  }

  @Test
  void aCellThatWouldMakeTheRowTooLongIsRefused() {
    var job = CompletedImport.of(api, "rejected");

    assertThat(put(job, 1, "note", "x".repeat((1 << 20) + 1)).status()).isIn(400, 413);
  }

  @Test
  void anAttemptThatThereIsNotIsNotFound() {
    var job = CompletedImport.of(api, "rejected");

    assertThat(http.get(job.path("/attempts/7")).problem()).isEqualTo("shared/not-found");
  }

  private static byte[] file(CompletedImport job, Object... rows) {
    var text =
        new StringBuilder(SessionFiles.HEADER.replace("\r\n", ",_error_row,_error_code\r\n"));
    for (var row : rows) {
      text.append(job.id())
          .append("-")
          .append(row)
          .append(",new@example.org,v@example.org,2026-03-01,0.5,plain,")
          .append(row)
          .append(",E001\r\n");
    }
    return text.toString().getBytes(UTF_8);
  }

  private Answer put(CompletedImport job, long row, String column, String value) {
    return putBody(job, row, "{\"cells\":{\"%s\":\"%s\"}}".formatted(column, value));
  }

  private Answer putBody(CompletedImport job, long row, String body) {
    return http.send(
        "PUT",
        job.path("/rows/" + row),
        BodyPublishers.ofString(body),
        "Content-Type",
        "application/json");
  }

  /** The file of the newest correction. */
  private String stored(CompletedImport job) {
    var name =
        api.worker()
            .read(
                Api.TENANT,
                db ->
                    db.select(IMPORT_ATTEMPTS.STORED_OBJECT)
                        .from(IMPORT_ATTEMPTS)
                        .where(IMPORT_ATTEMPTS.IMPORT_ID.eq(job.id()))
                        .orderBy(IMPORT_ATTEMPTS.ATTEMPT.desc())
                        .limit(1)
                        .fetchSingle()
                        .value1());
    try (var in = api.storage().open(Api.TENANT, name, 0)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> objects() throws IOException {
    return api.storage().list(Api.TENANT, "imports/").stream().map(one -> one.name()).toList();
  }

  private interface Sending {
    Answer as(int number);
  }

  private static List<Answer> atOnce(int times, Sending sending) throws Exception {
    List<Callable<Answer>> requests = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      int number = i;
      requests.add(() -> sending.as(number));
    }
    List<Answer> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(requests)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }
}
