package org.teei.csr.api.imports.uploads;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.teei.csr.schema.jooq.Tables.UPLOADS;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.schema.imports.StoredUploads;
import org.teei.csr.schema.tenancy.Tenancy;

class UploadsTest {
  private static final String IMPORT = "/v1/import/sessions";

  private final Api api = Api.shared();
  private final Http http = new Http(api);
  private final Tus tus = new Tus(http);

  @Test
  void whatIsSpokenHereIsToldWithoutAVersion() {
    var answer = http.send("OPTIONS", "/v1/uploads", BodyPublishers.noBody());

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("tus-version")).hasValue("1.0.0");
    assertThat(answer.header("tus-extension")).hasValue("creation,termination,expiration,checksum");
    assertThat(answer.header("tus-max-size")).hasValue("" + Api.LARGEST_UPLOAD);
    assertThat(answer.header("tus-checksum-algorithm")).hasValue("sha1,sha256");
  }

  @Test
  void aFileInPiecesIsImportedAsIfItHadComeWhole() {
    var file = csv(200);
    var address = tus.begin(file.length);
    var half = file.length / 2;

    assertThat(tus.patch(address, 0, Arrays.copyOf(file, half)).status()).isEqualTo(204);
    var second = tus.patch(address, half, Arrays.copyOfRange(file, half, file.length));
    var imported = http.post(IMPORT + "?upload=" + id(address));

    assertThat(second.header("upload-offset")).hasValue("" + file.length);
    assertThat(imported.status()).isEqualTo(202);
    assertThat(imported.json().get("sniffed").get("lineEnding").asString()).isEqualTo("LF");
    assertThat(http.csv(IMPORT, file).json().get("id")).isEqualTo(imported.json().get("id"));
  }

  @Test
  void anUploadTakesTheSameOptionsAsABody() {
    var address = tus.whole(csv(1));

    var job = http.post(IMPORT + "?unknownPeople=reject&clientReference=old&upload=" + id(address));

    assertThat(job.json().get("unknownPeople").asString()).isEqualTo("reject");
    assertThat(job.json().get("clientReference").asString()).isEqualTo("old");
  }

  @Test
  void anUploadCanBeImportedTwice() {
    var address = tus.whole(csv(1));
    var first = http.post(IMPORT + "?upload=" + id(address)).json().get("id");

    assertThat(http.post(IMPORT + "?upload=" + id(address)).json().get("id")).isEqualTo(first);
    assertThat(http.post(IMPORT + "?force=true&upload=" + id(address)).status()).isEqualTo(202);
  }

  @Test
  void whatIsNoCsvIsRefusedOnlyWhenItIsToBeImported() {
    var address = tus.whole("a,b\n1,2\n".getBytes(UTF_8));

    assertThat(http.post(IMPORT + "?upload=" + id(address)).status()).isEqualTo(422);
  }

  @Test
  void theCharsetThatWasDeclaredWithTheUploadCounts() {
    var type = Base64.getEncoder().encodeToString("text/csv; charset=iso-8859-1".getBytes(UTF_8));
    var file = csv(1);
    var address = tus.begin(file.length, "Upload-Metadata", "filetype " + type);
    tus.patch(address, 0, file);

    assertThat(http.post(IMPORT + "?upload=" + id(address)).status()).isEqualTo(415);
  }

  @Test
  void anUnfinishedUploadIsNotImported() {
    var address = tus.begin(100);

    assertThat(http.post(IMPORT + "?upload=" + id(address)).problem())
        .isEqualTo("imports/upload-unfinished");
  }

  @Test
  void anImportOfAnUploadHasNoBody() {
    var address = tus.whole(csv(1));

    assertThat(http.csv(IMPORT + "?upload=" + id(address), csv(1)).problem())
        .isEqualTo("imports/unexpected-body");
  }

  @Test
  void nothingOfAnUploadIsStoredInTheClear() throws IOException {
    var marker = "marker-" + UUID.randomUUID();
    var metadata = "filename " + Base64.getEncoder().encodeToString(marker.getBytes(UTF_8));
    var address = tus.begin(marker.length(), "Upload-Metadata", metadata);
    tus.patch(address, 0, marker.getBytes(UTF_8));

    try (var files = Files.walk(api.directory())) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .noneMatch(file -> read(file).contains(marker));
    }
    assertThat(tus.head(address).header("upload-metadata")).hasValue(metadata);
    assertThat(
            DSL.using(api.database().superuser(), SQLDialect.POSTGRES)
                .fetchSingle(
                    "select encode(metadata_ciphertext, 'escape') from csr.uploads where upload_id = ?",
                    UUID.fromString(id(address)))
                .get(0, String.class))
        .doesNotContain(marker);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "HEAD", "PATCH", "DELETE"})
  void anotherVersionOfTheProtocolIsRefused(String method) {
    var address = method.equals("POST") ? "/v1/uploads" : tus.begin(5);

    var answer = http.send(method, address, BodyPublishers.noBody(), "Tus-Resumable", "0.2.2");

    assertThat(answer.status()).isEqualTo(412);
    assertThat(answer.header("tus-version")).hasValue("1.0.0");
    assertThat(answer.header("tus-resumable")).hasValue("1.0.0");
  }

  @Test
  void aPieceThatDoesNotBeginAtTheEndIsRefused() {
    var address = tus.begin(10);
    tus.patch(address, 0, "12345".getBytes(UTF_8));

    for (var offset : List.of(0, 4, 6, 10)) {
      assertThat(tus.patch(address, offset, "67890".getBytes(UTF_8)).problem())
          .isEqualTo("imports/wrong-offset");
    }
    assertThat(tus.offset(address)).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"sha1, SHA-1", "sha256, SHA-256"})
  void aPieceWithItsChecksumIsKept(String name, String algorithm) {
    var piece = "12345".getBytes(UTF_8);
    var address = tus.begin(5);

    var answer =
        tus.patch(address, 0, piece, "Upload-Checksum", Tus.checksum(name, algorithm, piece));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(tus.offset(address)).isEqualTo(5);
  }

  @Test
  void nothingIsKeptOfAPieceWithAnotherChecksum() throws IOException {
    var piece = new byte[5 << 20 >> 1];
    var address = tus.begin(piece.length);
    var checksum = Tus.checksum("sha1", "SHA-1", "other".getBytes(UTF_8));

    var answer = tus.patch(address, 0, piece, "Upload-Checksum", checksum);

    assertThat(answer.status()).isEqualTo(460);
    assertThat(answer.problem()).isEqualTo("imports/checksum-mismatch");
    assertThat(tus.offset(address)).isZero();
    assertThat(stored(address)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5 1B2M2Y8AsgTpgAmY7PhCfg==", "sha1 !!", "sha1", "sha256 YQ==", ""})
  void aChecksumThatIsNotUnderstoodIsRefused(String checksum) {
    var address = tus.begin(1);

    assertThat(tus.patch(address, 0, new byte[1], "Upload-Checksum", checksum).problem())
        .isEqualTo("shared/invalid-parameter");
  }

  @Test
  void aPieceOfAnotherMediaTypeIsRefused() {
    var address = tus.begin(5);

    var answer =
        tus.send("PATCH", address, new byte[5], "Content-Type", "text/csv", "Upload-Offset", "0");

    assertThat(answer.status()).isEqualTo(415);
    assertThat(tus.offset(address)).isZero();
  }

  @Test
  void whatIsTooLargeIsRefused() {
    assertThat(tus.create(Api.LARGEST_UPLOAD + 1).problem()).isEqualTo("imports/upload-too-large");
    var address = tus.begin(4);
    assertThat(tus.patch(address, 0, new byte[5]).problem()).isEqualTo("imports/upload-too-large");
    assertThat(tus.offset(address)).isZero();
  }

  @Test
  void aPieceWithoutLengthThatIsTooLargeIsRefused() throws IOException {
    var address = tus.begin(4);
    try (var raw = new RawPatch(address, 0, "Transfer-Encoding: chunked")) {
      raw.write("6\r\n123456\r\n0\r\n\r\n");

      assertThat(raw.status()).isEqualTo("413");
    }
    assertThat(tus.offset(address)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "ten", "9999999999999999999"})
  void aLengthThatIsNoneIsRefused(String length) {
    var answer = tus.send("POST", "/v1/uploads", null, "Upload-Length", length);

    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name !", "name YQ==,name YQ==", ",", "name YQ== more"})
  void metadataThatIsNoneIsRefused(String metadata) {
    assertThat(tus.create(1, "Upload-Metadata", metadata).status()).isEqualTo(400);
  }

  @Test
  void theSameRequestWithItsKeyMakesOneUpload() {
    var key = UUID.randomUUID().toString();

    var first = tus.create(7, "Idempotency-Key", key);
    var second = tus.create(7, "Idempotency-Key", key);

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.header("upload-expires").orElseThrow()).endsWith(" GMT");
    assertThat(second.header("location")).isEqualTo(first.header("location"));
    assertThat(tus.create(8, "Idempotency-Key", key).status()).isEqualTo(422);
  }

  @Test
  void aColleaguesUploadIsNotThere() {
    var mine = new Tus(new Http(api, api.freshToken(Api.TENANT, "company_user", "one")));
    var colleague = new Tus(new Http(api, api.freshToken(Api.TENANT, "company_user", "two")));
    var file = csv(1);
    var address = mine.begin(file.length);

    assertThat(colleague.head(address).status()).isEqualTo(404);
    assertThat(colleague.patch(address, 0, file).problem()).isEqualTo("shared/not-found");
    assertThat(colleague.delete(address).problem()).isEqualTo("shared/not-found");
    assertThat(mine.patch(address, 0, file).status()).isEqualTo(204);
    assertThat(http.post(IMPORT + "?upload=" + id(address)).problem())
        .isEqualTo("shared/not-found");
  }

  @Test
  void anotherCompanysUploadIsNotThere() {
    var other = new Tus(Http.as(api, "other", "company_admin"));
    var address = tus.whole(csv(1));

    assertThat(other.head(address).status()).isEqualTo(404);
    assertThat(
            Http.as(api, "other", "company_admin")
                .post(IMPORT + "?upload=" + id(address))
                .problem())
        .isEqualTo("shared/not-found");
  }

  @Test
  void aRemovedUploadIsGoneWithItsBytes() throws IOException {
    var address = tus.whole(csv(3));
    assertThat(stored(address)).hasSize(1);

    assertThat(tus.delete(address).status()).isEqualTo(204);

    assertThat(tus.head(address).status()).isEqualTo(404);
    assertThat(stored(address)).isEmpty();
  }

  @Test
  void anUploadWhoseTimeIsOverIsGone() {
    var address = tus.whole(csv(1));
    outlive(address);

    assertThat(tus.head(address).status()).isEqualTo(410);
    assertThat(tus.patch(address, 0, new byte[1]).problem()).isEqualTo("imports/upload-expired");
    assertThat(http.post(IMPORT + "?upload=" + id(address)).problem())
        .isEqualTo("imports/upload-expired");
  }

  @Test
  void theMethodMayComeInAHeader() {
    var address = tus.begin(3);

    var patched =
        tus.send(
            "POST",
            address,
            "abc".getBytes(UTF_8),
            "X-HTTP-Method-Override",
            "PATCH",
            "Content-Type",
            "application/offset+octet-stream",
            "Upload-Offset",
            "0");

    assertThat(patched.status()).isEqualTo(204);
    assertThat(tus.offset(address)).isEqualTo(3);
  }

  @Test
  void whatArrivedBeforeABreakIsKeptAndTheRestFollows() throws IOException {
    var file = csv(3_000);
    var address = tus.begin(file.length);
    var before = file.length / 3;
    try (var raw = new RawPatch(address, 0, "Content-Length: " + file.length)) {
      raw.write(Arrays.copyOf(file, before));
    }

    await().atMost(Duration.ofSeconds(10)).until(() -> tus.offset(address) == before);
    tus.patch(address, before, Arrays.copyOfRange(file, before, file.length));

    assertThat(http.post(IMPORT + "?upload=" + id(address)).status()).isEqualTo(202);
    assertThat(content(address)).isEqualTo(file);
  }

  @Test
  void aPieceWithAChecksumThatBreaksOffLeavesNothing() throws IOException {
    var address = tus.begin(1_000);
    try (var raw =
        new RawPatch(
            address,
            0,
            "Content-Length: 1000",
            "Upload-Checksum: " + Tus.checksum("sha1", "SHA-1", new byte[1_000]))) {
      raw.write(new byte[500]);
    }

    // The broken one may be heard of after the next has begun, which then has to go once more.
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> tus.patch(address, 0, new byte[1_000]).status() == 204);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(stored(address)).hasSize(1));
  }

  /** As after a change of networks, when the server still waits for the old connection. */
  @Test
  void whoResumesTakesOverFromAConnectionThatHangs() throws IOException {
    var address = tus.begin(10);
    try (var hanging = new RawPatch(address, 0, "Content-Length: 10")) {
      hanging.write("xxxxx");
      awaitWriter(address);

      assertThat(tus.patch(address, 0, "0123456789".getBytes(UTF_8)).status()).isEqualTo(204);
      hanging.write("xxxxx");

      assertThat(hanging.status()).isEqualTo("409");
    }
    assertThat(content(address)).isEqualTo("0123456789".getBytes(UTF_8));
    assertThat(stored(address)).hasSize(1);
  }

  @Test
  void ofTwentyPiecesAtOnceOneWins() throws Exception {
    var address = tus.begin(64_000);
    var pieces =
        IntStream.range(0, 20)
            .mapToObj(i -> {
              var piece = new byte[64_000];
              Arrays.fill(piece, (byte) ('a' + i));
              return piece;
            })
            .toList();
    List<Callable<Answer>> sends =
        pieces.stream()
            .map(piece -> (Callable<Answer>) () -> tus.patch(address, 0, piece))
            .toList();

    var statuses = new int[20];
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = clients.invokeAll(sends);
      for (var i = 0; i < statuses.length; i++) {
        statuses[i] = answers.get(i).get().status();
      }
    }

    assertThat(statuses).containsOnlyOnce(204);
    assertThat(Arrays.stream(statuses).filter(status -> status != 204)).containsOnly(409);
    var winner = IntStream.range(0, 20).filter(i -> statuses[i] == 204).findFirst().orElseThrow();
    assertThat(content(address)).isEqualTo(pieces.get(winner));
    assertThat(stored(address)).hasSize(1);
  }

  @Test
  void anUploadThatIsRemovedWhileAPieceComesInStaysRemoved() throws IOException {
    var address = tus.begin(10);
    try (var raw = new RawPatch(address, 0, "Content-Length: 10")) {
      raw.write("01234");
      awaitWriter(address);
      tus.delete(address);
      raw.write("56789");

      assertThat(raw.status()).isEqualTo("409");
    }
    assertThat(tus.head(address).status()).isEqualTo(404);
    assertThat(stored(address)).isEmpty();
  }

  private void awaitWriter(String address) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            api.bean(Tenancy.class)
                .read(
                    Api.TENANT,
                    db ->
                        db.fetchExists(
                            UPLOADS,
                            UPLOADS.UPLOAD_ID.eq(UUID.fromString(id(address))),
                            UPLOADS.WRITER.isNotNull())));
  }

  private void outlive(String address) {
    api.bean(Tenancy.class)
        .change(
            Api.TENANT,
            db ->
                db.update(UPLOADS)
                    .set(UPLOADS.EXPIRES_AT, Instant.now().minusSeconds(1))
                    .where(UPLOADS.UPLOAD_ID.eq(UUID.fromString(id(address))))
                    .execute());
  }

  private byte[] content(String address) throws IOException {
    var parts =
        api.bean(Tenancy.class)
            .read(
                Api.TENANT,
                db -> StoredUploads.parts(db, Api.TENANT, UUID.fromString(id(address))));
    try (var in = new StoredUploads(api.storage()).open(Api.TENANT, parts)) {
      return in.readAllBytes();
    }
  }

  private List<?> stored(String address) throws IOException {
    return api.storage().list(Api.TENANT, StoredUploads.FOLDER + id(address) + "/");
  }

  private static String id(String address) {
    return address.substring(address.lastIndexOf('/') + 1);
  }

  private static byte[] csv(int rows) {
    var text = new StringBuilder("session_id,participant_email,volunteer_email,scheduled_at\n");
    var mark = UUID.randomUUID();
    var random = new Random(mark.hashCode());
    for (var i = 0; i < rows; i++) {
      text.append(
          "%s-%d,p%d@example.org,v%d@example.org,2026-03-01\n"
              .formatted(mark, i, random.nextInt(1_000), random.nextInt(1_000)));
    }
    return text.toString().getBytes(UTF_8);
  }

  private static String read(java.nio.file.Path file) {
    try {
      return new String(Files.readAllBytes(file), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A piece whose connection is in the hands of the test. */
  private final class RawPatch implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;

    RawPatch(String address, long offset, String... headers) throws IOException {
      socket = new Socket("localhost", URI.create(api.url()).getPort());
      out = socket.getOutputStream();
      write(
          """
          PATCH %s HTTP/1.1
          Host: localhost
          Authorization: Bearer %s
          Tus-Resumable: 1.0.0
          Content-Type: application/offset+octet-stream
          Upload-Offset: %d
          %s

          """
              .formatted(
                  address,
                  api.token(Api.TENANT, "company_admin"),
                  offset,
                  String.join("\n", headers))
              .replace("\n", "\r\n"));
    }

    void write(String text) throws IOException {
      write(text.getBytes(US_ASCII));
    }

    void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    String status() throws IOException {
      socket.setSoTimeout(15_000);
      var start = new String(socket.getInputStream().readNBytes(12), US_ASCII);
      return start.substring(9);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
