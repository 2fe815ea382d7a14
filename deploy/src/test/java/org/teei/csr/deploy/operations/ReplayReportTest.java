package org.teei.csr.deploy.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DETERMINISTIC = run("DETERMINISTIC", "null", "null");
  private static final String NOT_REPLAYED = run("NOT_REPLAYED", "null", "\"no such type\"");
  private static final String DIFFERS =
      run(
          "DIFFERS",
          """
          {"eventId":11,"history":"the step B","code":"asked for the step C","place":"Some.java:7",
           "likely":"C was added.","advice":"Branch.","payloads":["{\\"data\\":\\"secret\\"}"]}\
          """,
          "null");
  private static final String PINNED = DIFFERS.replace("\"pinned\":false", "\"pinned\":true");

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private ReplayReport report = report(false);

  @Test
  void tells_of_one_deterministic_run_in_two_lines_and_exit_code_0() throws IOException {
    report = report(true);
    add(DETERMINISTIC);

    assertThat(report.close()).isZero();
    assertThat(out.toString(UTF_8))
        .isEqualTo("SomeWorkflow some/id (run r, 12 events, open, build b)\n  deterministic\n");
  }

  @Test
  void tells_a_difference_in_plain_words_and_exit_code_1() throws IOException {
    add(DETERMINISTIC, DIFFERS, NOT_REPLAYED);

    assertThat(report.close()).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains(
            "differs at event 11",
            "the history has  the step B",
            "the code         asked for the step C (Some.java:7)",
            "likely cause     C was added.",
            "what to do       Branch.",
            "3 runs against a jar: 1 deterministic, 1 different, 1 not replayed.")
        .doesNotContain("secret");
  }

  @Test
  void a_pinned_run_that_differs_does_not_stand_in_the_way_of_a_deployment() throws IOException {
    add(DETERMINISTIC, PINNED);

    assertThat(report.close()).isZero();
    assertThat(out.toString(UTF_8))
        .contains(
            "differs at event 11",
            "but              it is pinned to its build and does not meet this code",
            "1 deterministic, 1 different (1 of them pinned to their builds), 0 not replayed.");
  }

  @Test
  void a_pinned_run_that_was_asked_about_differs_all_the_same() throws IOException {
    report = report(true);
    add(PINNED);

    assertThat(report.close()).isEqualTo(1);
  }

  @Test
  void one_that_differs_and_meets_the_code_counts_beside_pinned_ones() throws IOException {
    add(PINNED, DIFFERS);

    assertThat(report.close()).isEqualTo(1);
  }

  @Test
  void what_could_not_be_replayed_is_exit_code_2() throws IOException {
    add(DETERMINISTIC, NOT_REPLAYED);

    assertThat(report.close()).isEqualTo(2);
    assertThat(out.toString(UTF_8)).contains("not replayed: no such type");
  }

  @Test
  void no_run_at_all_proves_nothing() {
    assertThat(report.close()).isEqualTo(2);
  }

  @Test
  void many_that_are_well_are_counted_and_not_listed() throws IOException {
    for (int i = 0; i < 25; i++) {
      add(DETERMINISTIC);
    }
    report.close();

    assertThat(out.toString(UTF_8)).contains("… and 5 more that are deterministic.");
  }

  @Test
  void the_written_report_holds_no_payloads() throws IOException {
    add(DIFFERS);
    Path file = folder.resolve("report.json");
    report.write(file);

    JsonNode written = JSON.readTree(file.toFile());
    assertThat(written.path("differing").asInt()).isEqualTo(1);
    assertThat(written.at("/runs/0/difference/eventId").asInt()).isEqualTo(11);
    assertThat(written.toString()).doesNotContain("secret");
    assertThat(report.differences().getFirst().toString()).contains("secret");
  }

  private ReplayReport report(boolean one) {
    return new ReplayReport("a jar", one, new PrintStream(out, true, UTF_8));
  }

  private void add(String... runs) throws IOException {
    for (String run : runs) {
      report.add(JSON.readTree(run));
    }
  }

  private static String run(String verdict, String difference, String trouble) {
    return """
    {"workflowId":"some/id","runId":"r","workflowType":"SomeWorkflow","build":"b","pinned":false,"open":true,"events":12,
     "verdict":"%s","difference":%s,"trouble":%s}\
    """
        .formatted(verdict, difference, trouble);
  }
}
