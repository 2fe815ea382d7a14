package org.teei.csr.api.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.IDEMPOTENCY_KEYS;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.api.shared.Multipart;
import org.teei.csr.schema.tenancy.Tenancy;

class UploadTest {
  private static final String IMPORT = "/v1/import/sessions";

  private final Api api = Api.shared();
  private final Http http = new Http(api);

  @Test
  void aFileIsAcceptedThoughTemporalIsAway() {
    api.client()
        .post()
        .uri(IMPORT)
        .contentType(MediaType.parseMediaType("text/csv"))
        .body(SessionFiles.fresh(3))
        .exchange()
        .expectStatus()
        .isAccepted()
        .expectHeader()
        .valueMatches("Location", "/v1/imports/[0-9a-f-]{36}")
        .expectBody()
        .jsonPath("$.status")
        .isEqualTo("queued");
  }

  @Test
  void anAcceptedFileIsDescribed() {
    var accepted = http.csv(IMPORT + "?clientReference=spring", SessionFiles.fresh(3));

    var job = http.get(accepted.header("location").orElseThrow()).json();

    assertThat(job.get("kind").asString()).isEqualTo("sessions");
    assertThat(job.get("schema").asString()).isEqualTo("language_session/1.0");
    assertThat(job.get("sniffed").get("encoding").asString()).isEqualTo("UTF-8");
    assertThat(job.get("sniffed").get("lineEnding").asString()).isEqualTo("CRLF");
    assertThat(job.get("extraColumns").get(0).asString()).isEqualTo("note");
    assertThat(job.get("clientReference").asString()).isEqualTo("spring");
    assertThat(job.get("progress").asDouble()).isZero();
    assertThat(job.get("eta").isNull()).isTrue();
    assertThat(job.get("workflowUrl").asString())
        .isEqualTo(
            "http://localhost:8233/namespaces/default/workflows/imports%2Fdemo%2F"
                + job.get("id").asString());
  }

  @Test
  void aFileInAFormIsAccepted() {
    assertThat(http.multipart(IMPORT, "file", SessionFiles.fresh(2)).status()).isEqualTo(202);
  }

  @Test
  void utf16WithByteOrderMarkIsStoredAsUtf8() throws IOException {
    var content = "\uFEFF" + new String(SessionFiles.fresh(1), UTF_8);

    var job = http.csv(IMPORT, content.getBytes(UTF_16LE)).json();

    assertThat(job.get("sniffed").get("encoding").asString()).isEqualTo("UTF-16LE");
    assertThat(storedContents()).contains(content.substring(1));
  }

  @Test
  void theSameBytesAgainAreTheSameImport() {
    var file = SessionFiles.fresh(2);
    var first = http.csv(IMPORT, file);

    var second = http.multipart(IMPORT, "file", file);

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(second.header("location")).isEqualTo(first.header("location"));
  }

  @Test
  void theSameBytesWithOtherOptionsAreAnotherImport() {
    var file = SessionFiles.fresh(2);
    http.csv(IMPORT, file);

    assertThat(http.csv(IMPORT + "?unknownPeople=reject", file).status()).isEqualTo(202);
  }

  @Test
  void forceMakesAnotherImportOfTheSameBytes() {
    var file = SessionFiles.fresh(2);
    http.csv(IMPORT, file);

    var forced = http.csv(IMPORT + "?force=true", file);

    assertThat(forced.status()).isEqualTo(202);
    assertThat(forced.json().get("forced").asBoolean()).isTrue();
  }

  @Test
  void theSameBytesAfterAFailureAreAnotherImport() {
    var file = SessionFiles.fresh(2);
    var first = UUID.fromString(http.csv(IMPORT, file).json().get("id").asString());
    new Ledger(api).end(first, "failed");

    assertThat(http.csv(IMPORT, file).status()).isEqualTo(202);
  }

  @Test
  void aKeyThatIsUsedAgainAfterItsTimeMakesAnotherImport() {
    var file = SessionFiles.fresh(2);
    var key = UUID.randomUUID().toString();
    var first = forced(file, key);
    new Ledger(api).age(id(first), Duration.ofHours(25));
    forget(key);

    var second = forced(file, key);

    assertThat(second.status()).isEqualTo(202);
    assertThat(id(second)).isNotEqualTo(id(first));
  }

  @Test
  void aLostAnswerToTheSecondUseOfAKeyFindsTheSecondImport() {
    var file = SessionFiles.fresh(2);
    var key = UUID.randomUUID().toString();
    new Ledger(api).age(id(forced(file, key)), Duration.ofHours(25));
    forget(key);
    var second = forced(file, key);
    forget(key);

    var again = forced(file, key);

    assertThat(again.status()).isEqualTo(200);
    assertThat(id(again)).isEqualTo(id(second));
  }

  @Test
  void aLostAnswerAboutACancelledImportIsNotMistakenForALaterImportOfTheSameBytes() {
    var file = SessionFiles.fresh(2);
    var key = UUID.randomUUID().toString();
    var cancelled = http.csv(IMPORT, file, "Idempotency-Key", key);
    new Ledger(api).end(id(cancelled), "cancelled");
    http.csv(IMPORT, file);
    forget(key);

    var again = http.csv(IMPORT, file, "Idempotency-Key", key);

    assertThat(again.status()).isEqualTo(200);
    assertThat(id(again)).isEqualTo(id(cancelled));
  }

  @Test
  void twentyAtOnceMakeOneImportAndKeepOneFile() throws Exception {
    var file = SessionFiles.fresh(50);
    var before = storedNames().size();
    Callable<Answer> upload = () -> http.csv(IMPORT, file);
    var ids = new HashSet<String>();
    var created = 0;
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : clients.invokeAll(IntStream.range(0, 20).mapToObj(i -> upload).toList())) {
        ids.add(answer.get().json().get("id").asString());
        created += answer.get().status() == 202 ? 1 : 0;
      }
    }

    assertThat(ids).hasSize(1);
    assertThat(created).isEqualTo(1);
    assertThat(storedNames()).hasSize(before + 1);
  }

  @Test
  void anUnknownKindIsNotFound() {
    assertThat(http.csv("/v1/import/nothing", SessionFiles.fresh(1)).problem())
        .isEqualTo("imports/unknown-kind");
  }

  @ParameterizedTest
  @CsvSource({
    "colour=red, shared/unknown-parameter, colour",
    "Force=true, shared/unknown-parameter, Force",
    "force=true&force=true, shared/repeated-parameter, force",
    "force=perhaps, shared/invalid-parameter, force",
    "errorPolicy=stop, shared/invalid-parameter, errorPolicy",
    "unknownPeople=ignore, shared/invalid-parameter, unknownPeople",
    "clientReference=a%00b, shared/invalid-parameter, clientReference"
  })
  void aParameterThatIsNotUnderstoodIsNamed(String query, String problem, String parameter) {
    var answer = http.csv(IMPORT + "?" + query, SessionFiles.fresh(1));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo(problem);
    assertThat(answer.json().get("errors").get(0).get("parameter").asString()).isEqualTo(parameter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "text/plain", "application/x-www-form-urlencoded", "nonsense"})
  void anotherMediaTypeIsNotSupported(String type) {
    var body = BodyPublishers.ofByteArray(SessionFiles.fresh(1));

    var answer = http.send("POST", IMPORT, body, "Content-Type", type);

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.problem()).isEqualTo("shared/unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iso-8859-1", "made-up", "a b"})
  void anotherCharsetIsNotSupported(String charset) {
    var body = BodyPublishers.ofByteArray(SessionFiles.fresh(1));

    var answer =
        http.send("POST", IMPORT, body, "Content-Type", "text/csv; charset=\"" + charset + "\"");

    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void aPartOfAnotherNameIsRefused() {
    assertThat(http.multipart(IMPORT, "upload", SessionFiles.fresh(1)).problem())
        .isEqualTo("imports/unexpected-part");
  }

  @Test
  void aSecondPartIsRefusedAndNothingIsKept() throws IOException {
    var before = storedNames();
    var body = Multipart.of("file", SessionFiles.fresh(1), "more", "x".getBytes(US_ASCII));

    var answer =
        http.send(
            "POST",
            IMPORT,
            BodyPublishers.ofByteArray(body),
            "Content-Type",
            "multipart/form-data; boundary=" + Multipart.BOUNDARY);

    assertThat(answer.problem()).isEqualTo("imports/unexpected-part");
    assertThat(storedNames()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=other"})
  void aFormThatCannotBeReadIsRefused(String type) {
    var body = BodyPublishers.ofByteArray(Multipart.of("file", SessionFiles.fresh(1)));

    var answer = http.send("POST", IMPORT, body, "Content-Type", type);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).startsWith("imports/");
  }

  @Test
  void aFormThatBreaksOffIsRefusedAndNothingIsKept() throws IOException {
    var before = storedNames();
    var whole = Multipart.of("file", SessionFiles.fresh(5));
    var body = BodyPublishers.ofByteArray(whole, 0, whole.length - 30);

    var answer =
        http.send(
            "POST",
            IMPORT,
            body,
            "Content-Type",
            "multipart/form-data; boundary=" + Multipart.BOUNDARY);

    assertThat(answer.problem()).isEqualTo("imports/malformed-upload");
    assertThat(storedNames()).isEqualTo(before);
  }

  static Stream<HostileFile> hostileFiles() {
    var header = SessionFiles.HEADER;
    return Stream.of(
        new HostileFile(415, "not-text", "PK\u0003\u0004 and more"),
        new HostileFile(400, "empty-file", ""),
        new HostileFile(400, "empty-file", "\r\n \r\n"),
        new HostileFile(422, "header-only", header),
        new HostileFile(400, "nul-character", header + "LS-1,a\u0000b,c,d,e,f\r\n"),
        new HostileFile(422, "too-many-columns", "a,".repeat(1_000_000) + "\r\n1\r\n"),
        new HostileFile(422, "duplicate-header", "rating," + header + "1,2,3,4,5,6,7\r\n"),
        new HostileFile(422, "unknown-schema", "animal,legs\r\ncat,4\r\n"),
        new HostileFile(400, "unclosed-quote", "\"session_id,participant_email"),
        new HostileFile(400, "header-too-long", "x".repeat(70_000)));
  }

  record HostileFile(int status, String code, String content) {}

  @ParameterizedTest
  @MethodSource("hostileFiles")
  void aFileThatCannotBeImportedIsRefusedPrecisely(HostileFile file) throws IOException {
    var jobs = http.get("/v1/imports").json().get("total").asLong();
    var stored = storedNames();

    var answer = http.csv(IMPORT, file.content().getBytes(UTF_8));

    assertThat(answer.problem()).isEqualTo("imports/" + file.code());
    assertThat(answer.status()).isEqualTo(file.status());
    assertThat(http.get("/v1/imports").json().get("total").asLong()).isEqualTo(jobs);
    assertThat(storedNames()).isEqualTo(stored);
  }

  @Test
  void aMissingColumnIsNamedWithTheNearestHeader() {
    var file =
        new String(SessionFiles.fresh(1), UTF_8).replace("volunteer_email", "volunter_email");

    var answer = http.csv(IMPORT, file.getBytes(UTF_8));

    assertThat(answer.problem()).isEqualTo("imports/missing-header");
    assertThat(answer.json().get("errors").get(0).get("detail").asString())
        .contains("volunteer_email")
        .contains("volunter_email");
  }

  @Test
  void aFileWithADeclaredLengthBeyondTheLimitIsRefusedUnread() {
    var answer = http.csv(IMPORT, new byte[(int) Api.LARGEST_UPLOAD + 1]);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.problem()).isEqualTo("imports/file-too-large");
  }

  @Test
  void aFileWithoutDeclaredLengthIsCutOffAtTheLimit() throws IOException {
    var before = storedNames();

    var answer =
        http.send(
            "POST",
            IMPORT,
            BodyPublishers.ofInputStream(() -> endless(Api.LARGEST_UPLOAD + 1)),
            "Content-Type",
            "text/csv");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.problem()).isEqualTo("imports/file-too-large");
    assertThat(storedNames()).isEqualTo(before);
  }

  @Test
  void aFileOfExactlyTheLimitIsAccepted() {
    var answer =
        http.send(
            "POST",
            IMPORT,
            BodyPublishers.ofInputStream(() -> endless(Api.LARGEST_UPLOAD)),
            "Content-Type",
            "text/csv");

    assertThat(answer.status()).isEqualTo(202);
  }

  @Test
  void nothingOfAFileIsOnDiskInTheClear() throws IOException {
    var canary = "canary" + UUID.randomUUID();
    var file = SessionFiles.HEADER + SessionFiles.row(canary, 1);
    assertThat(http.multipart(IMPORT, "file", file.getBytes(UTF_8)).status()).isEqualTo(202);

    try (var files = Files.walk(api.directory())) {
      assertThat(files.filter(Files::isRegularFile).filter(path -> holds(path, canary))).isEmpty();
    }
  }

  private Answer forced(byte[] file, String key) {
    return http.csv(IMPORT + "?force=true", file, "Idempotency-Key", key);
  }

  private static UUID id(Answer answer) {
    return UUID.fromString(answer.json().get("id").asString());
  }

  /** What is left of a key when its time is over, or when its answer was lost. */
  private void forget(String key) {
    new Tenancy(api.database().api())
        .change(
            Api.TENANT,
            db ->
                db.deleteFrom(IDEMPOTENCY_KEYS)
                    .where(
                        IDEMPOTENCY_KEYS.TENANT_ID.eq(Api.TENANT),
                        IDEMPOTENCY_KEYS.IDEMPOTENCY_KEY.eq(key))
                    .execute());
  }

  private static InputStream endless(long length) {
    var header = SessionFiles.HEADER.getBytes(US_ASCII);
    var rows =
        new InputStream() {
          private final byte[] row =
              SessionFiles.row(UUID.randomUUID().toString(), 1).getBytes(UTF_8);
          private long left = length - header.length;
          private int at;

          @Override
          public int read() {
            if (left-- <= 0) {
              return -1;
            }
            at = at == row.length ? 0 : at;
            return row[at++];
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(header), rows);
  }

  private static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> storedNames() throws IOException {
    return api.storage().list(Api.TENANT, "imports/").stream()
        .map(stored -> stored.name())
        .collect(Collectors.toSet());
  }

  private List<String> storedContents() throws IOException {
    var contents = new ArrayList<String>();
    for (var name : storedNames()) {
      try (var in = api.storage().open(Api.TENANT, name, 0)) {
        contents.add(new String(in.readAllBytes(), UTF_8));
      }
    }
    return contents;
  }
}
