package org.teei.csr.deploy.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.deploy.imports.ImportFile.Request;
import org.teei.csr.deploy.imports.Person.Verdict;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.deploy.shared.CsrFailure;

/** Against a small server that plays the API. */
class ImportFileTest {
  private static final String COUNTS =
      "\"counts\":{\"read\":3,\"accepted\":2,\"updated\":0,\"rejected\":%d,\"duplicate\":0,\"unprocessed\":0}";

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Deque<String> states = new ArrayDeque<>();
  private HttpServer api;
  private Path file;
  private String received = "";
  private int answer = 202;
  private Verdict verdict = Verdict.LATER;
  private final List<String> decisions = new ArrayList<>();

  /** What the person does with the rejected rows, one time after the other. */
  private final Deque<Runnable> edits = new ArrayDeque<>();

  private final List<Path> shown = new ArrayList<>();
  private final List<String> corrections = new ArrayList<>();
  private final Deque<Integer> correctionAnswers = new ArrayDeque<>();
  private int rejected = 1;

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(folder.resolve("sessions.csv"), "session_id\nø\n");
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/v1/import/sessions", this::accept);
    api.createContext("/v1/imports/17", this::show);
    api.createContext("/v1/imports/17/preview", this::preview);
    api.createContext("/v1/imports/17/rows", this::rejected);
    api.createContext("/v1/imports/17/rejected.csv", this::rejectedFile);
    api.createContext("/v1/imports/17/corrections", this::correct);
    api.createContext("/v1/imports/17/approve", this::decide);
    api.createContext("/v1/imports/17/cancel", this::decide);
    api.start();
  }

  @AfterEach
  void stop() {
    api.stop(0);
  }

  @Test
  void follows_a_job_to_its_completion() throws InterruptedException {
    states.addAll(List.of("staging", "merging", "completed"));
    assertThat(run(true, false)).isEqualTo(ImportFile.COMPLETED);
    assertThat(received).isEqualTo("POST /v1/import/sessions text/csv session_id\nø\n");
    assertThat(err.toString(UTF_8)).contains("staging", "merging", "completed");
    assertThat(out.toString(UTF_8)).contains("Import completed", "/v1/imports/17/rejected.csv");
  }

  @Test
  void compares_the_counts_with_what_a_sample_holds() throws InterruptedException {
    states.add("completed");
    ImportFile importer = importer();
    importer.run(file, "sessions", true, false);
    assertThat(importer.cameOutAs(new SampleSessions.Summary(3, 2, 1, 0))).isTrue();
    assertThat(importer.cameOutAs(new SampleSessions.Summary(3, 1, 1, 1))).isFalse();
  }

  @Test
  void tells_by_its_exit_code_that_a_job_failed() throws InterruptedException {
    states.addAll(List.of("staging", "failed"));
    assertThat(run(true, false)).isEqualTo(ImportFile.NOT_COMPLETED);
  }

  @Test
  void does_not_wait_unless_asked_to() throws InterruptedException {
    states.add("queued");
    assertThat(run(false, false)).isEqualTo(ImportFile.COMPLETED);
    assertThat(out.toString(UTF_8)).contains("Import queued");
  }

  @Test
  void prints_nothing_but_the_job_in_json() throws InterruptedException {
    states.addAll(List.of("staging", "completed"));
    run(true, true);
    assertThat(out.toString(UTF_8)).startsWith("{").contains("\"status\" : \"completed\"");
  }

  @Test
  void says_that_the_same_file_was_imported_before() throws InterruptedException {
    answer = 200;
    states.add("completed");
    assertThat(run(true, false)).isEqualTo(ImportFile.COMPLETED);
    assertThat(err.toString(UTF_8)).contains("imported before");
  }

  @Test
  void shows_why_a_file_was_refused() throws InterruptedException {
    answer = 422;
    assertThat(run(true, false)).isEqualTo(ImportFile.REFUSED);
    assertThat(err.toString(UTF_8))
        .contains("The header is incomplete", "A required column is missing", "column: session_id");
  }

  @Test
  void says_in_a_sentence_that_the_api_or_the_file_is_not_there() {
    Path missing = folder.resolve("missing.csv");
    assertThatThrownBy(() -> importer().run(missing, "sessions", false, false))
        .isInstanceOf(CsrFailure.class)
        .hasMessageContaining("missing.csv");
    api.stop(0);
    assertThatThrownBy(() -> run(false, false))
        .isInstanceOf(CsrFailure.class)
        .hasMessageContaining("does not answer");
  }

  @Test
  void shows_what_rows_would_do_and_lets_them_land_when_approved() throws InterruptedException {
    states.addAll(List.of("validating", "awaiting_approval", "merging", "completed"));
    verdict = Verdict.APPROVE;
    assertThat(review()).isEqualTo(ImportFile.COMPLETED);
    assertThat(decisions).containsExactly("/v1/imports/17/approve");
    assertThat(err.toString(UTF_8))
        .contains("1 rows would be new, 2 would change", "duration_minutes: 45 -> 60")
        .contains("feedback_text changes");
  }

  @Test
  void cancels_where_approval_is_refused() throws InterruptedException {
    states.addAll(List.of("awaiting_approval", "cancelled"));
    verdict = Verdict.CANCEL;
    assertThat(review()).isEqualTo(ImportFile.NOT_COMPLETED);
    assertThat(decisions).containsExactly("/v1/imports/17/cancel");
  }

  @Test
  void says_how_to_approve_where_nobody_decides() throws InterruptedException {
    states.add("awaiting_approval");
    assertThat(review()).isEqualTo(ImportFile.WAITS);
    assertThat(decisions).isEmpty();
    assertThat(out.toString(UTF_8)).contains("/v1/imports/17/approve");
  }

  @Test
  void lists_why_rows_were_rejected() throws InterruptedException {
    states.add("completed");
    run(true, false);
    assertThat(err.toString(UTF_8)).contains("3  E001 participant_email is not a valid");
  }

  @Test
  void understands_yes_and_no_and_takes_anything_else_for_later() {
    assertThat(List.of(Person.verdict(" Y "), Person.verdict("yes"))).containsOnly(Verdict.APPROVE);
    assertThat(Person.verdict("No")).isEqualTo(Verdict.CANCEL);
    assertThat(List.of(Person.verdict(""), Person.verdict("maybe"))).containsOnly(Verdict.LATER);
    assertThat(Person.verdict(null)).isEqualTo(Verdict.LATER);
  }

  @Test
  void takes_corrections_until_no_row_is_rejected() throws Exception {
    states.addAll(List.of("completed", "correcting", "completed"));
    edits.add(() -> write("first try"));
    edits.add(() -> write("second try"));
    correctionAnswers.addAll(List.of(422, 202));

    assertThat(run(true, false)).isEqualTo(ImportFile.COMPLETED);

    Path expected = folder.resolve("sessions.rejected.csv");
    assertThat(shown).containsExactly(expected, expected);
    assertThat(corrections).containsExactly("text/csv first try", "text/csv second try");
    assertThat(err.toString(UTF_8)).contains("Rows cannot be corrected");
    assertThat(Files.getPosixFilePermissions(expected))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void leaves_a_file_that_was_corrected_before_as_it_is() throws Exception {
    Path mine = Files.writeString(folder.resolve("sessions.rejected.csv"), "mine");
    states.add("completed");

    run(true, false);

    assertThat(mine).hasContent("mine");
    assertThat(folder.resolve("sessions.rejected-2.csv")).hasContent("_error_row\n3\n");
  }

  @Test
  void sends_corrected_rows_of_an_import_that_ended_before() throws Exception {
    UUID id = UUID.randomUUID();
    api.createContext("/v1/imports/" + id, this::show);
    api.createContext("/v1/imports/" + id + "/corrections", this::correct);
    states.addAll(List.of("correcting", "completed"));
    rejected = 0;
    Path edited = Files.writeString(folder.resolve("rejected.csv"), "edited");

    assertThat(importer().correct(id, edited, true, false)).isEqualTo(ImportFile.COMPLETED);
    correctionAnswers.add(422);
    assertThat(importer().correct(id, edited, true, false)).isEqualTo(ImportFile.REFUSED);

    assertThat(corrections).containsOnly("text/csv edited").hasSize(2);
  }

  @Test
  void encodes_what_is_said_of_a_file() throws Exception {
    states.add("completed");
    Map<String, String> options = Map.of("decimalSeparator", ",");

    importer().run(new Request(file, "sessions", options, false, false));

    assertThat(received).startsWith("POST /v1/import/sessions?decimalSeparator=%2C ");
  }

  private void write(String text) {
    try {
      Files.writeString(folder.resolve("sessions.rejected.csv"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int review() throws InterruptedException {
    int exit = importer().run(new Request(file, "sessions", Map.of("mode", "review"), true, false));
    assertThat(received).startsWith("POST /v1/import/sessions?mode=review");
    return exit;
  }

  private int run(boolean watch, boolean json) throws InterruptedException {
    return importer().run(file, "sessions", watch, json);
  }

  private ImportFile importer() {
    URI base = URI.create("http://127.0.0.1:" + api.getAddress().getPort());
    return new ImportFile(
        new ApiClient(base),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        new Person() {
          @Override
          public Verdict approves() {
            return verdict;
          }

          @Override
          public boolean corrects(Path rejected) {
            shown.add(rejected);
            Runnable edit = edits.poll();
            if (edit != null) {
              edit.run();
            }
            return edit != null;
          }
        });
  }

  private void accept(HttpExchange exchange) throws IOException {
    received =
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Content-Type")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (answer == 422) {
      respond(
          exchange,
          """
          {"type":"/problems/imports/header","title":"The header is incomplete",\
          "detail":"A required column is missing.","errors":[{"column":"session_id"}]}\
          """);
    } else {
      exchange.getResponseHeaders().add("Location", "/v1/imports/17");
      respond(exchange, "{\"id\":\"17\"}");
    }
  }

  /** Each look shows the next state; the last one stays. */
  private void show(HttpExchange exchange) throws IOException {
    String state = states.size() > 1 ? states.removeFirst() : states.getFirst();
    answer = 200;
    respond(
        exchange,
        "{\"id\":\"17\",\"status\":\""
            + state
            + "\",\"progress\":0.5,"
            + COUNTS.formatted(rejected)
            + "}");
  }

  private void preview(HttpExchange exchange) throws IOException {
    answer = 200;
    respond(
        exchange,
        """
        {"totals":{"create":1,"update":2,"duplicate":0,"reject":0},"rows":{"total":3,"items":[
          {"row":1,"action":"update","errors":[],"changes":[
            {"column":"duration_minutes","before":"45","after":"60","hidden":false},
            {"column":"feedback_text","before":null,"after":null,"hidden":true}]}]}}
        """);
  }

  private void rejected(HttpExchange exchange) throws IOException {
    answer = 200;
    respond(
        exchange,
        """
        {"total":1,"items":[{"row":3,"errors":[
          {"code":"E001","column":"participant_email","message":"participant_email is not a valid e-mail address."}]}]}
        """);
  }

  private void rejectedFile(HttpExchange exchange) throws IOException {
    answer = 200;
    respond(exchange, "_error_row\n3\n");
  }

  private void correct(HttpExchange exchange) throws IOException {
    corrections.add(
        exchange.getRequestHeaders().getFirst("Content-Type")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    answer = correctionAnswers.isEmpty() ? 202 : correctionAnswers.removeFirst();
    rejected = answer == 202 ? 0 : rejected;
    respond(exchange, "{\"title\":\"Rows cannot be corrected\"}");
  }

  private void decide(HttpExchange exchange) throws IOException {
    decisions.add(exchange.getRequestURI().getPath());
    answer = 200;
    respond(exchange, "{\"id\":\"17\"}");
  }

  private void respond(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(answer, bytes.length);
    try (var stream = exchange.getResponseBody()) {
      stream.write(bytes);
    }
  }
}
