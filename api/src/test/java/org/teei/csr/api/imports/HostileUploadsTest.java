package org.teei.csr.api.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.schema.storage.Storage.StoredObject;

/**
 * Files that are made to take memory or disk, by each way in. They are far longer than what has to
 * be read of them: who sends one hears why it is refused though most of it is still to be sent.
 */
class HostileUploadsTest {
  private static final long MIB = 1 << 20;
  private static final long LONG = 16 * MIB;
  private static final String ROW = "LS-1,p1@example.org,v1@example.org,2026-03-01,0.5,plain\r\n";
  private static final String BEGIN = SessionFiles.HEADER + ROW;

  private static final Api api =
      Api.with(Map.of("csr.imports.largest-upload", Long.toString(2 * LONG)));

  private final Http http = new Http(api);

  @AfterAll
  static void close() {
    api.close();
  }

  /** What the head shows is refused. */
  static Stream<Hostile> refusedByTheirHead() {
    return Stream.of(
        new Hostile(400, "header-too-long", new EndlessFile("", "session_id ", LONG, "")),
        new Hostile(422, "too-many-columns", new EndlessFile("session_id", ",c", LONG, "\n")),
        new Hostile(400, "unclosed-quote", new EndlessFile("\"session_id,", "text\n", LONG, "")),
        new Hostile(400, "header-too-long", new EndlessFile("", "\n", LONG, BEGIN)),
        new Hostile(400, "nul-character", new EndlessFile(BEGIN, "\0", LONG, "")),
        new Hostile(400, "invalid-encoding", new EndlessFile(BEGIN, "\u00ff\n", LONG, "")));
  }

  record Hostile(int status, String code, EndlessFile file) {}

  @ParameterizedTest
  @MethodSource("refusedByTheirHead")
  void aFileOfWhichTheHeadIsHopelessIsRefusedWhileItIsSent(Hostile hostile) throws IOException {
    var before = storedObjects();

    var answer =
        http.send("POST", "/v1/import/sessions", hostile.file().body(), "Content-Type", "text/csv");

    assertRefused(answer, hostile);
    assertThat(storedObjects()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("refusedByTheirHead")
  void aHopelessFileThatCameInPiecesIsRefusedWhenAnImportIsMadeOfIt(Hostile hostile) {
    var address =
        http.send(
                "POST",
                "/v1/uploads",
                BodyPublishers.noBody(),
                tus("Upload-Length", "" + hostile.file().length()))
            .header("location")
            .orElseThrow();
    var piece =
        http.send(
            "PATCH",
            address,
            hostile.file().body(),
            tus("Upload-Offset", "0", "Content-Type", "application/offset+octet-stream"));
    assertThat(piece.status()).isEqualTo(204);

    var answer =
        http.post("/v1/import/sessions?upload=" + address.substring(address.lastIndexOf('/') + 1));

    assertRefused(answer, hostile);
  }

  /** What only the workers can find out: their part is in the journey of hostile files. */
  static Stream<EndlessFile> foundOutBehindTheirHead() {
    return Stream.of(
        new EndlessFile(BEGIN, "text ", LONG, ""),
        new EndlessFile(BEGIN + "LS-2,\"", "text\n", LONG, ""),
        new EndlessFile(BEGIN, "\n", LONG, ROW.replace("LS-1", "LS-2")),
        new EndlessFile(BEGIN, ROW, LONG / ROW.length() * ROW.length(), "LS-2,\u00ff\n"));
  }

  @ParameterizedTest
  @MethodSource("foundOutBehindTheirHead")
  void aFileThatIsHopelessBehindItsHeadIsStoredForTheWorkers(EndlessFile file) {
    var answer = http.send("POST", "/v1/import/sessions", file.body(), "Content-Type", "text/csv");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  static Stream<Hostile> refusedAsCorrections() {
    var header = "_error_row," + SessionFiles.HEADER;
    var begin = header + "1," + ROW;
    return Stream.of(
        new Hostile(
            400, "header-too-long", new EndlessFile("_error_row,", "session_id ", LONG, "")),
        new Hostile(400, "header-too-long", new EndlessFile(header.strip(), ",c", LONG, "\n")),
        new Hostile(400, "unclosed-quote", new EndlessFile("\"_error_row,", "text\n", LONG, "")),
        new Hostile(400, "header-too-long", new EndlessFile("", "\n", LONG, begin)),
        new Hostile(400, "record-too-long", new EndlessFile(begin, "text ", LONG, "")),
        new Hostile(400, "unclosed-quote", new EndlessFile(begin + "2,\"", "text\n", LONG, "")),
        new Hostile(400, "unclosed-quote", new EndlessFile(begin + "\"", "\"\"", LONG, "")),
        new Hostile(
            422, "rows-not-correctable", new EndlessFile(begin, "1," + ROW, LONG / 60 * 60, "")),
        new Hostile(422, "header-only", new EndlessFile(header, "\n", LONG, "")),
        new Hostile(422, "header-only", new EndlessFile(header, ",,,,,,\n", LONG / 7 * 7, "")),
        new Hostile(
            400,
            "invalid-encoding",
            new EndlessFile(begin, ",,,,,,\n", LONG / 7 * 7, "2,\u00ff\n")),
        new Hostile(
            400, "nul-character", new EndlessFile(begin, ",,,,,,\n", LONG / 7 * 7, "2\0\n\0")));
  }

  @ParameterizedTest
  @MethodSource("refusedAsCorrections")
  void aHopelessCorrectionIsRefusedAndChangesNothing(Hostile hostile) throws IOException {
    var job = CompletedImport.of(api, "rejected");
    var before = storedObjects();

    var answer =
        http.send(
            "POST", job.path("/corrections"), hostile.file().body(), "Content-Type", "text/csv");

    assertRefused(answer, hostile);
    assertThat(storedObjects()).isEqualTo(before);
    assertThat(http.get(job.path("/attempts")).json().get("items").size()).isZero();
  }

  private static void assertRefused(Answer answer, Hostile hostile) {
    assertThat(answer.problem()).isEqualTo("imports/" + hostile.code());
    assertThat(answer.status()).isEqualTo(hostile.status());
  }

  private static String[] tus(String... headers) {
    return Stream.concat(Stream.of(headers), Stream.of("Tus-Resumable", "1.0.0"))
        .toArray(String[]::new);
  }

  private static List<StoredObject> storedObjects() throws IOException {
    return api.storage().list(Api.TENANT, "imports/");
  }
}
